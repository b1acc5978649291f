//! What each function comes to. Most of the examples are Microsoft's own, of the pages on template functions.

use azlogs_dcr::{Document, Severity};

use super::template;

/// What an expression comes to, as text, or what is wrong with it.
fn value_of(expression: &str) -> Result<String, String> {
    let escaped = serde_json::to_string(&format!("[{expression}]")).unwrap();
    let columns = format!(r#"[ {{ "name": {escaped}, "type": "int" }} ]"#);
    let variables = r#""variables": {
        "list": [ "one", "two", "three" ], "numbers": [ 3, 1, 2 ], "none": null, "half": 0.5,
        "object": { "one": "a", "Two": { "three": [ 1, { "four": true } ] } },
        "people": [ { "name": "Evie", "age": 5 }, { "name": "Casper", "age": 3 }, { "name": "Lennie", "age": 7 } ]
    },"#;
    let text = template(variables, "\"Custom-A\"", &columns);
    let document = Document::parse("main.json", text.as_bytes());
    let finding = document
        .diagnostics()
        .iter()
        .find(|finding| finding.severity == Severity::Error);
    match finding {
        Some(finding) => Err(finding.message.clone()),
        None => Ok(document.rules()[0].streams[0].columns[0].name.clone()),
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (expression, expected) in cases {
        assert_eq!(
            value_of(expression).as_deref(),
            Ok(*expected),
            "{expression}"
        );
    }
}

#[test]
fn of_text() {
    check(&[
        ("concat('Custom-', 'App', '_CL')", "Custom-App_CL"),
        ("concat('a', 1, true())", "a1True"),
        ("CONCAT('a', 'b')", "ab"),
        (
            "format('{0}, {1}. Formatted number: {2:D4}', 'Hello', 'User', 8175133)",
            "Hello, User. Formatted number: 8175133",
        ),
        (
            "format('dcr-{0:D3}-{1,4}|{1,-4}|{{x}}', 7, 'ab')",
            "dcr-007-  ab|ab  |{x}",
        ),
        ("format('{0:X}{0:x4}{1:000}', 255, -7)", "FF00ff-007"),
        ("format('{0}', variables('numbers'))", "[3,1,2]"),
        ("format('''{0}''', 'x')", "'x'"),
        ("toLower('Custom-App')", "custom-app"),
        ("toUpper('straße')", "STRASSE"),
        ("trim('  a b ')", "a b"),
        ("replace('123-123-1234', '-', '')", "1231231234"),
        (
            "join(split('one,two;three', createArray(',', ';')), '-')",
            "one-two-three",
        ),
        ("string(split('a::b:', ':'))", r#"["a","","b",""]"#),
        ("join(variables('list'), ', ')", "one, two, three"),
        ("substring('one two three', 4, 3)", "two"),
        ("substring('äöü', 1)", "öü"),
        ("concat(first('One'), last('Two'))", "Oo"),
        ("string(startsWith('abcdef', 'AB'))", "True"),
        ("string(endsWith('abcdef', 'EF'))", "True"),
        ("string(indexOf('abcdef', 'CD'))", "2"),
        ("string(lastIndexOf('abcabc', 'b'))", "4"),
        ("string(indexOf('abc', 'x'))", "-1"),
        ("padLeft('123', 10, '0')", "0000000123"),
        ("padLeft(7, 3)", "  7"),
        ("take('äbc', 2)", "äb"),
        ("skip('äbc', 1)", "bc"),
        ("base64('one, two, three')", "b25lLCB0d28sIHRocmVl"),
        ("base64ToString('b25lLCB0d28sIHRocmVl')", "one, two, three"),
        ("base64ToString(base64('ä'))", "ä"),
        (
            "string(base64ToJson(base64('{\"a\": [1]}')))",
            r#"{"a":[1]}"#,
        ),
        (
            "uriComponent('http://contoso.com/a b')",
            "http%3A%2F%2Fcontoso.com%2Fa%20b",
        ),
        (
            "uriComponentToString('http%3A%2F%2Fcontoso.com%2F%C3%A4%')",
            "http://contoso.com/ä%",
        ),
        (
            "string(variables('object'))",
            r#"{"one":"a","Two":{"three":[1,{"four":true}]}}"#,
        ),
        (
            "concat(string(true()), string(1), string(variables('half')))",
            "True10.5",
        ),
        ("json('\"text\"')", "text"),
        ("json('{\"a\": {\"b\": \"c\"}}').a.b", "c"),
    ]);
}

#[test]
fn of_arrays() {
    check(&[
        (
            "string(createArray('a', 2, createArray()))",
            r#"["a",2,[]]"#,
        ),
        ("string(array('a'))", r#"["a"]"#),
        (
            "string(concat(variables('list'), createArray('four')))",
            r#"["one","two","three","four"]"#,
        ),
        (
            "concat(first(variables('list')), last(variables('list')))",
            "onethree",
        ),
        ("string(length(variables('list')))", "3"),
        ("string(length('äö'))", "2"),
        ("string(length(variables('object')))", "2"),
        (
            "string(createArray(empty(createArray()), empty(''), empty(createObject()), empty(null()), empty('x')))",
            "[true,true,true,true,false]",
        ),
        (
            "string(createArray(contains(variables('list'), 'two'), contains(variables('list'), 'TWO')))",
            "[true,false]",
        ),
        (
            "string(createArray(contains('OneTwo', 'eT'), contains('OneTwo', 'et'), contains(variables('object'), 'TWO')))",
            "[true,false,true]",
        ),
        (
            "string(createArray(indexOf(variables('list'), 'two'), indexOf(variables('list'), 'no')))",
            "[1,-1]",
        ),
        ("string(lastIndexOf(createArray(1, 2, 1), 1))", "2"),
        ("string(take(variables('list'), 2))", r#"["one","two"]"#),
        ("string(skip(variables('list'), 2))", r#"["three"]"#),
        ("string(take(variables('list'), -1))", "[]"),
        ("string(range(5, 3))", "[5,6,7]"),
        (
            "string(flatten(createArray(variables('list'), variables('numbers'))))",
            r#"["one","two","three",3,1,2]"#,
        ),
        (
            "string(union(variables('list'), createArray('two', 'four')))",
            r#"["one","two","three","four"]"#,
        ),
        (
            "string(intersection(variables('list'), createArray('three', 'two', 'five')))",
            r#"["two","three"]"#,
        ),
        (
            "concat(string(min(variables('numbers'))), string(max(4, 9, 2)))",
            "19",
        ),
        ("indexFromEnd(variables('list'), 1)", "three"),
        (
            "string(createArray(tryIndexFromEnd(variables('list'), 9)))",
            "[null]",
        ),
        ("variables('list')[1]", "two"),
        ("variables('people')[add(0, 1)].name", "Casper"),
    ]);
}

#[test]
fn of_objects() {
    check(&[
        ("createObject('a', 'b').a", "b"),
        ("variables('object')['ONE']", "a"),
        ("string(variables('object').two.Three[1].four)", "True"),
        (
            "string(objectKeys(createObject('b', 1, 'A', 2)))",
            r#"["A","b"]"#,
        ),
        (
            "string(items(createObject('b', 1, 'a', 2)))",
            r#"[{"key":"a","value":2},{"key":"b","value":1}]"#,
        ),
        (
            "string(union(variables('object'), createObject('two', createObject('five', 5), 'six', 6)))",
            r#"{"one":"a","Two":{"three":[1,{"four":true}],"five":5},"six":6}"#,
        ),
        (
            "string(shallowMerge(createArray(createObject('a', createObject('b', 1)), createObject('a', 2))))",
            r#"{"a":2}"#,
        ),
        (
            "string(intersection(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 3)))",
            r#"{"b":2}"#,
        ),
        (
            "string(createArray(tryGet(variables('object'), 'two', 'three', 0), tryGet(variables('object'), 'no', 'three')))",
            "[1,null]",
        ),
    ]);
}

#[test]
fn of_logic_and_numbers() {
    check(&[
        ("if(equals('a', 'a'), 'yes', 'no')", "yes"),
        ("if(equals('a', 'A'), 'yes', 'no')", "no"),
        ("if(true(), 'yes', concat(parameters('none')))", "yes"),
        (
            "string(createArray(equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1)), equals(1, 1), equals(null(), null())))",
            "[true,true,true]",
        ),
        (
            "string(createArray(and(true(), false()), or(false(), true()), not(true()), bool('TRUE'), bool(0)))",
            "[false,true,false,true,false]",
        ),
        ("string(or(parameters('none'), true()))", "True"),
        (
            "string(createArray(less(1, 2), lessOrEquals(2, 2), greater('b', 'a'), greaterOrEquals(1, 2)))",
            "[true,true,true,false]",
        ),
        (
            "string(createArray(add(1, 2), sub(5, 7), mul(3, 4), div(8, 3), mod(7, 3), int('4')))",
            "[3,-2,12,2,1,4]",
        ),
        (
            "coalesce(variables('none'), tryGet(variables('object'), 'x'), 'third')",
            "third",
        ),
    ]);
}

#[test]
fn of_lambdas() {
    check(&[
        (
            "join(map(variables('people'), lambda('p', lambdaVariables('p').name)), ',')",
            "Evie,Casper,Lennie",
        ),
        (
            "join(map(variables('list'), lambda('x', 'i', concat(lambdaVariables('x'), lambdaVariables('i')))), ',')",
            "one0,two1,three2",
        ),
        (
            "string(map(filter(variables('people'), lambda('p', greater(lambdaVariables('p').age, 4))), lambda('p', lambdaVariables('p').age)))",
            "[5,7]",
        ),
        (
            "string(reduce(variables('numbers'), 0, lambda('sum', 'n', add(lambdaVariables('sum'), lambdaVariables('n')))))",
            "6",
        ),
        (
            "string(sort(variables('numbers'), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b')))))",
            "[1,2,3]",
        ),
        (
            "string(toObject(variables('people'), lambda('p', lambdaVariables('p').name), lambda('p', lambdaVariables('p').age)))",
            r#"{"Evie":5,"Casper":3,"Lennie":7}"#,
        ),
        (
            "string(groupBy(createArray('ab', 'c', 'ad'), lambda('x', first(lambdaVariables('x')))))",
            r#"{"a":["ab","ad"],"c":["c"]}"#,
        ),
        (
            "string(mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1))))",
            r#"{"a":2}"#,
        ),
        (
            "join(map(variables('list'), lambda('a', join(map(range(0, 2), lambda('b', concat(lambdaVariables('a'), lambdaVariables('b')))), ''))), ';')",
            "one0one1;two0two1;three0three1",
        ),
    ]);
}

#[test]
fn what_functions_do_not_take_is_said() {
    for (expression, message) in [
        (
            "concat('a', createObject())",
            "`concat` takes strings or arrays, and not an object",
        ),
        (
            "concat(createArray(), 'a')",
            "`concat` takes an array, and not a string",
        ),
        ("toLower(1)", "`toLower` takes a string, and not a number"),
        (
            "toLower('a', 'b')",
            "`toLower` takes 1 arguments, and is given 2",
        ),
        (
            "padLeft()",
            "`padLeft` takes 2 to 3 arguments, and is given 0",
        ),
        (
            "format('{1}', 'a')",
            "`format` has 1 values, and none for `{1}`",
        ),
        (
            "format('{0', 'a')",
            "`format` is given a format with a brace that isn't closed or opened",
        ),
        (
            "format('{0:N2}', 1)",
            "`format` doesn't write a number in the style `N2` here",
        ),
        ("format('{a}', 1)", "`format` has no hole such as `{a}`"),
        (
            "substring('abc', 2, 5)",
            "`substring` ends outside of the text, which has 3 characters",
        ),
        (
            "substring('abc', -1)",
            "`substring` begins outside of the text, which has 3 characters",
        ),
        (
            "variables('list')[3]",
            "the array has 3 elements, and none at index 3",
        ),
        ("variables('list').x", "an array has no property `x`"),
        (
            "variables('people')[0].nam",
            "the object has no property `nam`",
        ),
        (
            "createObject('a')",
            "`createObject` takes keys and values by turns, and the last key has no value",
        ),
        (
            "add(9223372036854775807, 1)",
            "`add` comes to more than a 64-bit integer holds",
        ),
        ("div(1, 0)", "`div` divides by zero"),
        (
            "if('true', 'a', 'b')",
            "`if` decides by a boolean, and not by a string",
        ),
        (
            "map('abc', lambda('x', 1))",
            "the function takes an array, and not a string",
        ),
        (
            "map(createArray(), 1)",
            "a lambda with 1 names is missing here",
        ),
        (
            "lambdaVariables('x')",
            "there is no lambda variable `x` here",
        ),
        ("copyIndex()", "there is no loop here"),
        (
            "json('{')",
            "`json` is given no JSON: the object isn't closed",
        ),
        (
            "range(0, 100000)",
            "`range` makes 0 to 10000 integers, and not 100000",
        ),
        ("base64ToString('#')", "`base64ToString` is given no base64"),
        ("variables(1)", "`variables` takes one name"),
        (
            "contoso.name('x')",
            "the template has no function `contoso.name`",
        ),
    ] {
        let error = value_of(expression).unwrap_err();
        let expected = format!("a column's `name` can't be worked out: {message}");
        assert_eq!(error, expected, "{expression}");
    }
}

#[test]
fn what_only_azure_knows_is_said_to_be_so() {
    for function in [
        "resourceGroup",
        "uniqueString",
        "listKeys",
        "reference",
        "utcNow",
    ] {
        let expression = format!("concat('a', {function}('x').y)");
        let shown = format!("`[{expression}]`");
        let expected = format!(
            "a column's `name` is the expression {shown}, and only Azure knows what `{function}` returns"
        );
        assert_eq!(value_of(&expression), Err(expected));
    }
}

#[test]
fn a_function_that_there_is_not_has_its_nearest_said() {
    let text = template("", "\"[concta('Custom-', 'a')]\"", super::COLUMNS);
    let document = Document::parse("main.json", text.as_bytes());
    let finding = &document.diagnostics()[0];
    assert_eq!(
        finding.message,
        "a stream's name can't be worked out: there is no template function `concta`"
    );
    assert_eq!(finding.help.as_deref(), Some("did you mean `concat`?"));
}
