// `npm run new:case -- theme/leaf` begins a case folder.
import { mkdirSync, writeFileSync } from "node:fs";

const [name] = process.argv.slice(2);
if (!name || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(name)) {
  console.error("usage: npm run new:case -- <theme>/<leaf>");
  process.exit(2);
}
mkdirSync(`fixtures/cases/${name}/input`, { recursive: true });
writeFileSync(`fixtures/cases/${name}/case.yaml`, "description: \ncode: 1\n");
console.log(`fixtures/cases/${name}: put files into input/, then TOKSCAN_UPDATE=1 npx vitest run test/cases.test.ts`);
