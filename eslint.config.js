import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", ".dist-next/", "node_modules/", "src/detect/kernel/assembly/", "coverage/", "fixtures/", "test/bench/work/", "test/accuracy/work/"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 450, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 20],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  { files: ["scripts/**", "test/bench/**"], rules: { "no-console": "off" } },
);
