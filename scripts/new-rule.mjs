// `npm run new:rule -- acme.api-key` begins a rule in rules/acme.yaml with every field that the linter asks for.
import { appendFileSync, existsSync, writeFileSync } from "node:fs";

const [id] = process.argv.slice(2);
if (!id || !/^[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
  console.error("usage: npm run new:rule -- <file>.<words-with-hyphens>");
  process.exit(2);
}
const file = `rules/${id.slice(0, id.indexOf("."))}.yaml`;
if (!existsSync(file)) writeFileSync(file, "# yaml-language-server: $schema=./schema.json\n");
appendFileSync(file, `- id: ${id}
  name: 
  provider: 
  kind: api-key
  severity: high
  confidence: high
  description: >-
    
  pattern: |
    \\b (?P<secret> prefix_ [A-Za-z0-9]{32} ) \\b
  rotate:
    steps: []
    url: 
  # the provider's page on this credential; where there is none: undocumented: why
  docs: { title: , url:  }
  # only where the linter finds the pattern's words frequent: frequent: why no rarer text leads to the value
  examples:
    - 'export NAME=\${prefix_[A-Za-z0-9]{32}}'
    - '{"key": "\${prefix_[A-Za-z0-9]{32}}"}'
  not:
    - 'NAME=\${prefix_[A-Za-z0-9]{12}}'
`);
console.log(`${file}: fill in the fields (rules/README.md), then \`npm run rules:check\`.`);
