/**
 * How credentials stand in files: lines with `{name}`, `{Name}`, `{NAME}`, `{name-}` for the name in four spellings and
 * `{v}` for the value. Forms marked `password` are asked for passwords only, those marked `random` for drawn values only.
 */
export interface Form {
  readonly language: string;
  readonly file: string;
  readonly text: string;
  readonly only?: "password" | "random";
}

function forms(language: string, file: string, ...texts: readonly (string | readonly ["password" | "random", string])[]): Form[] {
  return texts.map((text) => (typeof text === "string" ? { language, file, text } : { language, file, only: text[0], text: text[1] }));
}

export const FORMS: readonly Form[] = [
  ...forms("Python", "app/settings.py", '{name_} = "{v}"', "{name_} = '{v}'", '{name_}: str = "{v}"', 'client = connect(host="db", {name_}="{v}", port=5432)', 'conf = {"{name_}": "{v}", "retries": 3}', 'conf["{name_}"] = "{v}"',
    'os.environ["{NAME}"] = "{v}"', 'os.environ.setdefault("{NAME}", "{v}")', 'value = os.getenv("{NAME}", "{v}")', 'value = os.environ.get("{NAME}", "{v}")', 'if {name_} == "{v}":\n    go()', '{name_} = (\n    "{v}"\n)', '{name_} = b"{v}"', 'conf = {\n    "{name_}":\n        "{v}",\n}', 'parser.add_argument("--{name-}", default="{v}")'),
  ...forms("JavaScript", "src/app.ts", 'const {name} = "{v}";', "let {name} = '{v}';", "const {name} = `{v}`;", "export const conf = { {name}: '{v}', retries: 3 };", '  "{name}": "{v}",', "client.{name} = '{v}';", "client['{name}'] = '{v}';", "process.env.{NAME} = '{v}';",
    "const x = process.env.{NAME} || '{v}';", "const x = process.env.{NAME} ?? '{v}';", '<Client {name}="{v}" />', "if ({name} === '{v}') go();", "this.{name} = '{v}'", "function login({name} = '{v}') {", "private readonly {name}: string = '{v}';", 'headers: { "X-{Name}": "{v}" },'),
  ...forms("Java", "src/main/java/App.java", 'String {name} = "{v}";', 'private static final String {NAME} = "{v}";', 'client.set{Name}("{v}");', 'builder.{name}("{v}").build();', 'props.put("{name.}", "{v}");', '@Value("${{name.}:{v}}")', 'System.setProperty("{name.}", "{v}");', 'if ({name}.equals("{v}")) go();', '@Property(name = "{name}", value = "{v}")',
    ["password", 'new UsernamePasswordCredentials("svc", "{v}")'], ["password", 'DriverManager.getConnection(url, "svc", "{v}")']),
  ...forms("Kotlin and Scala", "src/App.kt", 'val {name} = "{v}"', 'val {name}: String = "{v}"', 'const val {NAME} = "{v}"', 'client({name} = "{v}")', 'buildConfigField "String", "{NAME}", "\\"{v}\\""', 'buildConfigField("String", "{NAME}", "\\"{v}\\"")'),
  ...forms("Go", "cmd/main.go", '\t{name} := "{v}"', 'var {name} = "{v}"', "const {Name} = `{v}`", "\t{Name}: \"{v}\",", '\tos.Setenv("{NAME}", "{v}")', '\tflag.String("{name-}", "{v}", "help")', '\t{name} := []byte("{v}")', 'var {name} string = "{v}"', '\tif {name} != "{v}" {', ["password", '\treq.SetBasicAuth("svc", "{v}")']),
  ...forms("C#", "src/App.cs", 'string {name} = "{v}";', 'var {name} = @"{v}";', '    {Name} = "{v}",', 'public const string {Name} = "{v}";', 'settings["{Name}"] = "{v}";', 'public string {Name} { get; set; } = "{v}";', ["password", 'new NetworkCredential("svc", "{v}")']),
  ...forms("PHP", "src/app.php", "${name_} = '{v}';", "define('{NAME}', '{v}');", "const {NAME} = '{v}';", "    '{name_}' => '{v}',", "env('{NAME}', '{v}')", "getenv('{NAME}') ?: '{v}';", "putenv('{NAME}={v}');", "$this->{name} = '{v}';", "private ${name} = '{v}';", ["password", "new PDO($dsn, 'svc', '{v}');"], ["password", "mysqli_connect('db.internal', 'svc', '{v}');"]),
  ...forms("Ruby", "lib/app.rb", "{NAME} = '{v}'", '{name_} = "{v}"', ":{name_} => '{v}',", "{name_}: '{v}',", "ENV['{NAME}'] = '{v}'", "ENV.fetch('{NAME}', '{v}')", "ENV['{NAME}'] || '{v}'", "config.{name_} = '{v}'", '@{name_} = "{v}"'),
  ...forms("Rust", "src/main.rs", 'const {NAME}: &str = "{v}";', 'let {name_} = "{v}";', 'let {name_} = String::from("{v}");', '    {name_}: "{v}".to_string(),', "static {NAME}: &'static str = \"{v}\";"),
  ...forms("C and C++", "src/main.cpp", '#define {NAME} "{v}"', 'const char* {name_} = "{v}";', 'const char {name_}[] = "{v}";', 'std::string {name_} = "{v}";', 'std::string {name_}("{v}");', 'static const char *{name_} = "{v}";', 'QString {name} = QStringLiteral("{v}");'),
  ...forms("Swift, Objective-C, Dart", "Sources/App.swift", 'let {name} = "{v}"', 'static let {name}: String = "{v}"', 'NSString *{name} = @"{v}";', "static const String {name} = '{v}';", 'final {name} = "{v}";'),
  ...forms("Perl, Lua, R, Elixir", "lib/app.pl", "my ${name_} = '{v}';", "{name_} => '{v}',", 'local {name_} = "{v}"', '{name_} <- "{v}"', 'config :app, {name_}: "{v}"'),
  ...forms("Shell", "deploy.sh", "{NAME}={v}", '{NAME}="{v}"', "export {NAME}='{v}'", "export {NAME}={v}", "declare -x {NAME}={v}", "setenv {NAME} {v}", "{NAME}={v} ./run --fast", "acme --{name-} {v} --yes", "acme --{name-}={v}", 'acme --{name-} "{v}"', 'x="${{NAME}:-{v}}"', "set {NAME}={v}", 'docker run -e {NAME}={v} app'),
  ...forms("Shell logins", "login.sh", ["password", "mysql -u root -p{v} app"], ["password", "curl -u svc:{v} https://api.internal/"], ["password", "sshpass -p '{v}' ssh host"], ["password", "docker login -u svc -p {v} registry.internal"], ["password", "PGPASSWORD={v} psql -h db"], ["password", "curl --user 'svc:{v}' https://api.internal/"]),
  ...forms("PowerShell, Batch, Make", "setup.ps1", "${name} = '{v}'", '$env:{NAME} = "{v}"', "setx {NAME} {v}", "{NAME} := {v}", ["password", 'ConvertTo-SecureString "{v}" -AsPlainText -Force'], "-{Name} '{v}'"),
  ...forms("YAML", "config/app.yaml", "{name_}: {v}", '{name_}: "{v}"', "{name_}: '{v}'", "  {name}: {v}", "- name: {NAME}\n  value: {v}\n", '- name: {NAME}\n  value: "{v}"\n', "- {NAME}={v}", '- "{NAME}={v}"', "db: { user: svc, {name_}: {v} }", "{name-}: {v} # rotate", "      {NAME}: {v}", '{name.}: "{v}"'),
  ...forms("JSON", "config/app.json", '{"{name_}": "{v}"}', '{"{name}":"{v}","n":1}', '{"name": "{NAME}", "value": "{v}"}', '{"key": "{name}", "value": "{v}", "enabled": true}', '"{\\"{name_}\\": \\"{v}\\"}"', '{\n  "{name_}":\n    "{v}"\n}', '{"{Name}": "{v}"}'),
  ...forms("Properties and INI", "app.properties", "{name.}={v}", "{name.} = {v}", "{name.}: {v}", "{NAME}={v}", '{name_} = "{v}"', "[db]\n{name_} = {v}\nport = 1\n", "{name.} {v}"),
  ...forms("TOML and HCL", "infra/main.tf", '{name_} = "{v}"', 'variable "{name_}" {\n  type    = string\n  default = "{v}"\n}', '{name_}      = "{v}"', "{name_} = '{v}'"),
  ...forms(".env", ".env", "{NAME}={v}", '{NAME}="{v}"', "{NAME}='{v}'", "export {NAME}={v}", "{NAME} = {v}"),
  ...forms("XML", "conf/app.xml", "<{name}>{v}</{name}>", "<{Name}>{v}</{Name}>", '<add key="{Name}" value="{v}" />', '<property name="{name.}" value="{v}"/>', '<property name="{name.}">{v}</property>', '<entry key="{name_}">{v}</entry>', "<key>{name}</key>\n\t<string>{v}</string>", '<string name="{name_}">{v}</string>', '<client host="db" {name}="{v}" />',
    "<property>\n  <name>{name.}</name>\n  <value>{v}</value>\n</property>", '<setting name="{Name}" serializeAs="String">\n  <value>{v}</value>', '<param name="{name}" value="{v}"/>', '<option name="{name}" value="{v}" />', "<{name}><![CDATA[{v}]]></{name}>"),
  ...forms("SQL", "db/setup.sql", ["password", "CREATE USER svc IDENTIFIED BY '{v}';"], ["password", "ALTER ROLE svc WITH PASSWORD '{v}';"], ["password", "CREATE LOGIN svc WITH PASSWORD = '{v}';"], ["password", "SET PASSWORD FOR 'svc'@'%' = PASSWORD('{v}');"], "UPDATE settings SET {name_} = '{v}' WHERE id = 1;", ["password", "CREATE USER svc PASSWORD '{v}';"], ["password", "GRANT ALL ON *.* TO 'svc'@'%' IDENTIFIED BY '{v}';"]),
  ...forms("Documents", "docs/setup.md", "```\n{NAME}={v}\n```", "{name_}: {v}", "- {Name}: `{v}`", "Set `{name_}` to `{v}`.", '    {name_} = "{v}"'),
  ...forms("Headers", "requests.http", ["random", "X-Api-Key: {v}"], ["random", "Authorization: Bearer {v}"], ["random", "curl -H 'X-Auth-Token: {v}' https://api.internal/"], ["random", 'curl -H "Authorization: Bearer {v}" https://api.internal/'], ["random", "headers = {'Authorization': 'Bearer {v}'}"], ["random", "Authorization: Token {v}"], ["random", "PRIVATE-TOKEN: {v}"]),
  ...forms("Addresses", "config/links.txt", ["password", "https://svc:{v}@git.internal/app.git"], ["password", "postgres://svc:{v}@db-3.internal:5432/app"], ["password", "mongodb+srv://svc:{v}@c0.ab1cd.internal/app"], ["random", "https://api.internal/v1?access_token={v}&page=2"], ["random", "https://api.internal/v1?api_key={v}"], ["password", "jdbc:postgresql://db.internal/app?user=svc&password={v}"], ["password", "Server=sql.internal;Database=app;User Id=svc;Password={v};Encrypt=True"], ["password", "svc:{v}@tcp(db.internal:3306)/app"]),
  ...forms("Logs", "app.log", "2026-11-22 10:00:01 INFO login ok {name_}={v} user=7", '2026-11-22 10:00:01 DEBUG body={"{name_}":"{v}"}'),
];

/** A name by what it says. */
export const NAMES: readonly { readonly words: readonly string[]; readonly kind: "password" | "random" }[] = [
  ...["password", "db password", "smtp password", "passwd", "admin pwd", "user password", "root passwd", "db pass", "keystore password", "passphrase"].map((text) => ({ words: text.split(" "), kind: "password" as const })),
  ...["client secret", "secret key", "api key", "api token", "access token", "auth token", "signing secret", "private key", "encryption key", "app secret", "access key", "bearer token", "session secret", "webhook secret", "refresh token", "secret", "token", "auth key", "credentials", "bot token"].map((text) => ({ words: text.split(" "), kind: "random" as const })),
];

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The form with a name and a value in their places. */
export function fill(form: { readonly text: string }, words: readonly string[], value: string): string {
  const pascal = words.map(capital).join("");
  const [first = "", ...rest] = words;
  const spelled: Readonly<Record<string, string>> = {
    "{name}": pascal.charAt(0).toLowerCase() + pascal.slice(1), "{Name}": pascal, "{NAME}": words.join("_").toUpperCase(), "{name_}": words.join("_"), "{name-}": words.join("-"), "{name.}": words.join("."), "{v}": value,
    "{Na-me}": words.map(capital).join("-"), "{first}": first, "{First}": capital(first), "{rest-}": rest.join("-"), "{Rest}": rest.map(capital).join(""),
  };
  return form.text.replace(/\{(?:name[_.-]?|Name|NAME|Na-me|[fF]irst|rest-|Rest|v)\}/g, (slot) => spelled[slot] ?? slot);
}
