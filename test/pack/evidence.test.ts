/** What a built-in recipe must show before one of its answers may mean dead, or live although the call was refused. */
import { expect, test } from "vitest";
import { loadRecipes } from "../../src/pack/index.js";

const recipe = (row: string, more = ""): string => `
- rules: [example.api-key]
  provider: example
  docs: https://docs.example.com/me
${more}  request: { url: https://api.example.com/me, bearer: '{secret}' }
  replies:
    - { status: 200, has: id, is: live }
    - ${row}
  examples:
    - { is: live, status: 200, body: { id: 1 } }
    - { is: dead, status: 401, body: { error: bad } }
`;
const read = (row: string, more?: string) => loadRecipes(recipe(row, more), "made-up.yaml");

test.each([
  ["{ status: 401, has: error, is: dead }", "a reply (401) that is dead without the `page` that says so"],
  ["{ status: [403, 404], has: error, is: live }", "a reply (403, 404) that is live without the `page` that says so"],
  ["{ status: 401, has: error, is: dead, page: 'https://docs.example.com/errors' }", "pages, and not the day on which they were `checked`"],
])("%s is no row of a built-in recipe", (row, problem) => expect(() => read(row)).toThrow(problem));

test("with a page and a day it is", () => {
  const [{ recipe: { replies, checked } }] = read("{ status: 401, has: error, is: dead, page: 'https://docs.example.com/errors' }", "  checked: 2026-11-26\n");
  expect({ checked, reply: replies[1] }).toMatchObject({ checked: "2026-11-26", reply: { is: "dead", page: "https://docs.example.com/errors" } });
});

test("a refusal that nobody explains is unknown, and says so", () => {
  const [{ recipe: { replies }, unexplained }] = read("{ status: 401, has: error, is: refused }");
  expect(replies[1]).toMatchObject({ is: "unknown", why: expect.stringContaining("nobody has read yet") as string });
  expect(unexplained).toEqual([[401]]);
});

test("a refusal needs evidence beside its status too", () => expect(() => read("{ status: 401, is: refused }")).toThrow("field 'replies.1' is wrong"));
