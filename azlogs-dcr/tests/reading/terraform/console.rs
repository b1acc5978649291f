//! Expressions, and what Terraform itself makes of them: each value is what `terraform console` of version 1.11 prints.

use azlogs_dcr::Document;

const DECLARATIONS: &str = r#"
variable "streams" {
  type = map(object({
    columns = map(string)
    table   = optional(string)
    plan    = optional(string, "Analytics")
    extra   = optional(list(object({ name = string, type = optional(string, "string") })), [])
  }))
  default = {
    Orders = { columns = { TimeGenerated = "datetime", Amount = "real" }, extra = [{ name = "Xx" }] }
    Views  = { columns = { TimeGenerated = "datetime" }, table = "PageViews_CL" }
  }
}
variable "names" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "n" {
  type    = number
  default = 3
}
variable "s" {
  type    = string
  default = 5
}
variable "flag" {
  type    = bool
  default = "true"
}
variable "l" {
  type    = list(string)
  default = [1, 2, "x"]
}
locals {
  prefix = "Custom-"
  cols   = [{ name = "TimeGenerated", type = "datetime" }, { name = "A", type = "string" }]
  text   = <<-EOT
    source
      | extend x = 1
    | project x
  EOT
}
"#;

/// An expression, and its value as JSON.
const VALUES: &[(&str, &str)] = &[
    ("local.prefix", r#""Custom-""#),
    (r#""${local.prefix}${var.s}""#, r#""Custom-5""#),
    ("var.s", r#""5""#),
    ("var.flag", "true"),
    ("var.l", r#"["1","2","x"]"#),
    ("var.names", r#"["a","b"]"#),
    ("[for n in var.names : upper(n)]", r#"["A","B"]"#),
    (
        "{ for k, v in var.streams : k => length(v.columns) }",
        r#"{"Orders":2,"Views":1}"#,
    ),
    (
        r#"[for k, v in var.streams : "${k}:${v.plan}"]"#,
        r#"["Orders:Analytics","Views:Analytics"]"#,
    ),
    (
        r#"var.streams["Orders"].extra"#,
        r#"[{"name":"Xx","type":"string"}]"#,
    ),
    (r#"var.streams["Orders"].extra[0].type"#, r#""string""#),
    ("var.streams.Views.extra", "[]"),
    ("var.streams.Views.table", r#""PageViews_CL""#),
    (r#"coalesce(var.streams.Orders.table, "x")"#, r#""x""#),
    (
        "[for k, v in var.streams : k if v.table != null]",
        r#"["Views"]"#,
    ),
    ("merge({ a = 1 }, { b = 2, a = 3 })", r#"{"a":3,"b":2}"#),
    ("concat([1], [2, 3], [])", "[1,2,3]"),
    ("flatten([[1, [2]], [3]])", "[1,2,3]"),
    (r#"lookup({ a = 1 }, "b", 9)"#, "9"),
    (r#"try(var.streams.None.table, "d")"#, r#""d""#),
    ("can(var.streams.None)", "false"),
    ("keys({ b = 1, a = 2 })", r#"["a","b"]"#),
    ("values({ b = 1, a = 2 })", "[2,1]"),
    (r#"zipmap(["a", "b"], [1, 2])"#, r#"{"a":1,"b":2}"#),
    (r#"toset(["b", "a", "b"])"#, r#"["a","b"]"#),
    (r#"tolist(toset(["z", "y"]))"#, r#"["y","z"]"#),
    (r#"distinct(["b", "a", "b"])"#, r#"["b","a"]"#),
    (
        r#"sort(["b", "B", "a", "10", "9"])"#,
        r#"["10","9","B","a","b"]"#,
    ),
    (r#"join(",", ["a", "b"])"#, r#""a,b""#),
    (r#"split(",", "a,b,,c")"#, r#"["a","b","","c"]"#),
    (r#"replace("a-b-c", "-", "_")"#, r#""a_b_c""#),
    (r#"format("%d%%", 5)"#, r#""5%""#),
    (r#"formatlist("%s_CL", ["a", "b"])"#, r#"["a_CL","b_CL"]"#),
    (r#"lower("ÄB")"#, r#""äb""#),
    (
        r#"title("hello world-foo bar_baz")"#,
        r#""Hello World-Foo Bar_baz""#,
    ),
    (r#"upper("straße")"#, r#""STRAßE""#),
    (r#"trimspace("  a b \n")"#, r#""a b""#),
    (r#"trim("xxaxx", "x")"#, r#""a""#),
    (r#"trimprefix("Custom-A", "Custom-")"#, r#""A""#),
    (r#"trimsuffix("A_CL", "_CL")"#, r#""A""#),
    (r#"substr("hello", 1, 3)"#, r#""ell""#),
    (r#"substr("hello", -3, -1)"#, r#""llo""#),
    (r#"length("äö")"#, "2"),
    ("length([1, 2])", "2"),
    ("length({ a = 1 })", "1"),
    (r#"element(["a", "b", "c"], 4)"#, r#""b""#),
    (r#"slice(["a", "b", "c", "d"], 1, 3)"#, r#"["b","c"]"#),
    ("range(3)", "[0,1,2]"),
    ("range(1, 8, 3)", "[1,4,7]"),
    (r#"reverse(["a", "b"])"#, r#"["b","a"]"#),
    (r#"contains(["a"], "a")"#, "true"),
    (r#"index(["a", "b"], "b")"#, "1"),
    (r#"compact(["a", "", "b"])"#, r#"["a","b"]"#),
    (r#"chunklist(["a", "b", "c"], 2)"#, r#"[["a","b"],["c"]]"#),
    (r#"setunion(["a"], ["b", "a"])"#, r#"["a","b"]"#),
    (r#"setsubtract(["a", "b"], ["a"])"#, r#"["b"]"#),
    (
        r#"setproduct(["a", "b"], ["x", "y"])"#,
        r#"[["a","x"],["a","y"],["b","x"],["b","y"]]"#,
    ),
    ("max(1, 5, 3)", "5"),
    ("min(1, 5)", "1"),
    ("abs(-4)", "4"),
    (r#"tonumber("12")"#, "12"),
    ("tostring(12.5)", r#""12.5""#),
    (r#"tobool("true")"#, "true"),
    (
        r#"jsondecode("{\"a\": [1, 2.5, \"x\"]}")"#,
        r#"{"a":[1,2.5,"x"]}"#,
    ),
    (r#"startswith("abc", "ab")"#, "true"),
    (r#"endswith("abc", "bc")"#, "true"),
    (r#"coalescelist([], ["a"])"#, r#"["a"]"#),
    ("one([])", "null"),
    (r#"one(["x"])"#, r#""x""#),
    (r#"alltrue([true, "true"])"#, "true"),
    ("anytrue([false])", "false"),
    ("local.text", r#""source\n  | extend x = 1\n| project x\n""#),
    ("1 + 2 * 3", "7"),
    ("7 % 3", "1"),
    ("-var.n", "-3"),
    ("!var.flag", "false"),
    ("1 == 1.0", "true"),
    (r#""1" == 1"#, "false"),
    ("var.n > 2 && var.flag", "true"),
    (r#"var.n > 2 ? "big" : "small""#, r#""big""#),
    ("local.cols[*].name", r#"["TimeGenerated","A"]"#),
    ("local.cols[0].name", r#""TimeGenerated""#),
    ("local.cols.0.name", r#""TimeGenerated""#),
    (
        r#"[for c in local.cols : c if c.name != "A"]"#,
        r#"[{"name":"TimeGenerated","type":"datetime"}]"#,
    ),
    (
        "{ for c in local.cols : c.type => c.name... }",
        r#"{"datetime":["TimeGenerated"],"string":["A"]}"#,
    ),
    (r#""%{ if var.flag }yes%{ else }no%{ endif }""#, r#""yes""#),
    (r#""%{ for x in var.l ~}${x};%{ endfor ~}""#, r#""1;2;x;""#),
    (r#""a$${b}%%{c}""#, r#""a${b}%{c}""#),
    (r#""tab\tnl\nq\"u\u00e4""#, r#""tab\tnl\nq\"uä""#),
    ("1e3", "1000"),
    ("3.0", "3"),
    (r#""${3.0}""#, "3"),
    (r#""${1.50}""#, "1.5"),
    (r#""${true}""#, "true"),
    (r#"chomp("a\n\n")"#, r#""a""#),
    (
        r#"join("", [for s in split("", "abc") : upper(s)])"#,
        r#""ABC""#,
    ),
    (r#"nonsensitive("x")"#, r#""x""#),
    (r#"[null, "a"]"#, r#"[null,"a"]"#),
    (r#"coalesce("", "b")"#, r#""b""#),
    (r#"coalesce(null, "b")"#, r#""b""#),
    (r#"try(null.a, "x")"#, r#""x""#),
    (
        r#"formatlist("%s-%s", ["a", "b"], "x")"#,
        r#"["a-x","b-x"]"#,
    ),
    (r#"formatlist("%s", [])"#, "[]"),
    (r#"setintersection(["a", "b"], ["b", "c"])"#, r#"["b"]"#),
    ("range(5, 1)", "[5,4,3,2]"),
    ("range(5, 1, -2)", "[5,3]"),
    ("range(0)", "[]"),
    (r#"trim("?!hello?!", "!?")"#, r#""hello""#),
    (r#"title("a1b c-d")"#, r#""A1b C-D""#),
    (r#"substr("hello", -9, 2)"#, r#""he""#),
    (r#"substr("hello", 2, 0)"#, r#""""#),
    ("chunklist([], 2)", "[]"),
    (r#"[for s in toset(["b", "a"]) : s]"#, r#"["a","b"]"#),
    ("alltrue([])", "true"),
    (r#"chomp("a\r\n")"#, r#""a""#),
];

#[test]
fn expressions_come_to_what_terraform_says() {
    for (expression, expected) in VALUES {
        let text = format!(
            r#"{DECLARATIONS}
resource "azapi_resource" "rule" {{
  type = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  body = {{ properties = {{ dataFlows = [{{ streams = [], transformKql = jsonencode({expression}) }}] }} }}
}}"#
        );
        let document = Document::parse("main.tf", text.as_bytes());
        let flow = &document.rules()[0].data_flows[0];
        let value = flow.transform_kql.as_ref().unwrap();
        assert_eq!(&value.value, expected, "{expression}");
    }
}
