/**
 * Where a provider's key stands under a name that names the provider: files as people write them, with the slots of forms.ts, and `{Na-me}`
 * (as in a header), `{first}` and `{First}` (the provider alone), `{rest-}` and `{Rest}` (what follows it).
 */
export interface Syntax {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

const syntax = (name: string, file: string, text: string): Syntax => ({ name, file, text });

export const SYNTAXES: readonly Syntax[] = [
  syntax("env file", ".env", "# settings\nPORT=8080\n{NAME}={v}\nDEBUG=false\n"),
  syntax("env file, quoted", ".env", '{NAME}="{v}"\n'),
  syntax("shell export", "run.sh", "#!/bin/sh\nexport {NAME}={v}\n./app\n"),
  syntax("YAML", "config.yml", "app:\n  name: web\n  {name_}: {v}\n  retries: 3\n"),
  syntax("YAML, quoted", "values.yaml", 'config:\n  {name}: "{v}"\n'),
  syntax("YAML, provider as section", "application.yml", "{first}:\n  {rest-}: {v}\n"),
  syntax("JSON", "config.json", '{\n  "env": "prod",\n  "{name}": "{v}",\n  "port": 1\n}\n'),
  syntax("JSON, provider as section", "appsettings.json", '{\n  "{First}": {\n    "Enabled": true,\n    "{Rest}": "{v}"\n  }\n}\n'),
  syntax("TOML", "settings.toml", '[service]\n{name_} = "{v}"\n'),
  syntax("INI", "app.ini", "[default]\n{name_} = {v}\n"),
  syntax("properties", "application.properties", "server.port=80\n{name.}={v}\n"),
  syntax("Python", "app.py", 'import os\n{NAME} = "{v}"\n'),
  syntax("Python dictionary", "app.py", "conf = {'{name_}': '{v}', 'x': 1}\n"),
  syntax("Python argument", "app.py", 'client = Client({name_}="{v}", timeout=3)\n'),
  syntax("Python getenv", "app.py", 'key = os.getenv("{NAME}", "{v}")\n'),
  syntax("JavaScript", "index.js", "const {name} = '{v}';\n"),
  syntax("JavaScript object", "index.js", "module.exports = { {name}: '{v}' };\n"),
  syntax("TypeScript default", "index.ts", "const k = process.env.{NAME} || '{v}';\n"),
  syntax("Go constant", "main.go", 'package main\n\nconst {name} = "{v}"\n'),
  syntax("Go variable", "main.go", '\t{name} := "{v}"\n'),
  syntax("Java", "Main.java", '  private static final String {NAME} = "{v}";\n'),
  syntax("Kotlin", "Main.kt", 'val {name}: String = "{v}"\n'),
  syntax("Ruby", "conf.rb", "config.{name_} = '{v}'\n"),
  syntax("Ruby hash", "conf.rb", "  :{name_} => '{v}',\n"),
  syntax("PHP", "config.php", "<?php\n${name_} = '{v}';\n"),
  syntax("PHP define", "config.php", "<?php\ndefine('{NAME}', '{v}');\n"),
  syntax("C#", "Program.cs", '  public const string {Name} = "{v}";\n'),
  syntax("Swift", "App.swift", 'let {name}: String = "{v}"\n'),
  syntax("Rust", "main.rs", 'const {NAME}: &str = "{v}";\n'),
  syntax("Dockerfile", "Dockerfile", "FROM alpine\nENV {NAME}={v}\n"),
  syntax("Dockerfile, old form", "Dockerfile", "FROM alpine\nENV {NAME} {v}\n"),
  syntax("Compose", "docker-compose.yml", "services:\n  web:\n    environment:\n      - {NAME}={v}\n"),
  syntax("Terraform variable", "main.tf", 'variable "{name_}" {\n  default = "{v}"\n}\n'),
  syntax("Terraform values", "prod.tfvars", '{name_} = "{v}"\n'),
  syntax("Kubernetes", "deploy.yaml", "        env:\n        - name: {NAME}\n          value: {v}\n"),
  syntax("Kubernetes, quoted", "deploy.yaml", '        env:\n        - name: {NAME}\n          value: "{v}"\n'),
  syntax("XML element", "config.xml", "<config><{name}>{v}</{name}></config>\n"),
  syntax("XML attribute", "web.config", '<add key="{Name}" value="{v}" />\n'),
  syntax("Android resource", "strings.xml", '<string name="{name_}">{v}</string>\n'),
  syntax("property list", "Info.plist", "<key>{Name}</key>\n<string>{v}</string>\n"),
  syntax("header", "req.http", "GET /v1 HTTP/1.1\nX-{Na-me}: {v}\n"),
  syntax("header of curl", "README.md", 'curl -H "X-{Na-me}: {v}" https://api.internal/v1\n'),
  syntax("URL in a log", "x.log", "2024-01-02 GET https://api.internal/v1?{name_}={v}&x=1 200\n"),
  syntax("log line", "x.log", "2024-01-02T10:00:00Z INFO starting with {name_}={v}\n"),
  syntax("escaped JSON in a log", "dump.log", 'msg="{\\"{name_}\\": \\"{v}\\"}"\n'),
  syntax("notebook", "a.ipynb", '{"cells":[{"cell_type":"code","source":["import x\\n","{name_} = \\"{v}\\"\\n"]}]}\n'),
  syntax("HAR", "a.har", '{"name": "X-{Na-me}", "value": "{v}"}\n'),
  syntax("PowerShell", "a.ps1", '$env:{NAME} = "{v}"\n'),
  syntax("batch file", "a.bat", "set {NAME}={v}\n"),
  syntax("Makefile", "Makefile", "{NAME} := {v}\n"),
  syntax("R", "a.R", '{name_} <- "{v}"\n'),
  syntax("Gradle properties", "gradle.properties", "{name}={v}\n"),
  syntax("option", "ci.sh", "deploy --{name-} {v} --yes\n"),
  syntax("option with equals sign", "ci.sh", "deploy --{name-}={v} --yes\n"),
  syntax("secret given to a command", "ci.sh", 'gh secret set {NAME} --body "{v}"\n'),
  syntax("comment", "a.py", "# {name_}: {v}\n"),
  syntax("Markdown", "README.md", "Use `{NAME}={v}` locally.\n"),
  syntax("SQL row", "a.sql", "INSERT INTO settings (name, value) VALUES ('{name_}', '{v}');\n"),
  syntax("Helm value", "d.sh", "helm install x ./c --set {name}={v}\n"),
];
