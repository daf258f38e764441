//! The part of JSON Schema that the schemas of `docs/reference` use. A keyword that is not known here is a fault, so that no
//! schema asks for more than is checked.

use serde_json::{Map, Value};

/// What of a document does not conform to a schema.
pub(crate) fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, document, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Value::Object(keywords) = schema else { panic!("{at}: a schema is an object") };
    for (keyword, wanted) in keywords {
        let mut fault = |what: String| found.push(format!("{at}: {what}"));
        match keyword.as_str() {
            "type" if !types(wanted).iter().any(|name| has_type(name, value)) => fault(format!("{value} is no {wanted}")),
            "minimum" if value.as_f64() < wanted.as_f64() => fault(format!("{value} is below {wanted}")),
            "maximum" if value.as_f64() > wanted.as_f64() => fault(format!("{value} is above {wanted}")),
            "format" | "pattern" if !has_form(wanted.as_str().unwrap(), value.as_str().unwrap_or("")) => fault(format!("{value} is no {wanted}")),
            "enum" if !wanted.as_array().unwrap().contains(value) => fault(format!("{value} is none of {wanted}")),
            "minItems" if value.as_array().is_some_and(|items| (items.len() as u64) < wanted.as_u64().unwrap()) => fault(format!("holds less than {wanted}")),
            "maxItems" if value.as_array().is_some_and(|items| items.len() as u64 > wanted.as_u64().unwrap()) => fault(format!("holds more than {wanted}")),
            "prefixItems" => {
                let pairs = value.as_array().into_iter().flatten().zip(wanted.as_array().unwrap()).enumerate();
                pairs.for_each(|(n, (item, schema))| check(root, schema, item, &format!("{at}/{n}"), found));
            }
            "$ref" => check(root, root.pointer(&wanted.as_str().unwrap()[1..]).expect("what is referred to exists"), value, at, found),
            "allOf" => wanted.as_array().unwrap().iter().for_each(|part| check(root, part, value, at, found)),
            "anyOf" => {
                let fits = |part: &Value| {
                    let mut inner = Vec::new();
                    check(root, part, value, at, &mut inner);
                    inner.is_empty()
                };
                if !wanted.as_array().unwrap().iter().any(fits) {
                    found.push(format!("{at}: {value} fits none of {wanted}"));
                }
            }
            "items" => value.as_array().into_iter().flatten().enumerate().for_each(|(n, item)| check(root, wanted, item, &format!("{at}/{n}"), found)),
            "required" => {
                let missing = wanted.as_array().unwrap().iter().filter(|name| value.get(name.as_str().unwrap()).is_none());
                missing.for_each(|name| fault(format!("{name} is missing")));
            }
            "$schema" | "$defs" | "title" | "description" | "properties" | "additionalProperties" | "type" | "minimum" | "maximum"
            | "format" | "pattern" | "enum" | "minItems" | "maxItems" => {}
            other => fault(format!("the keyword `{other}` is not known to this test")),
        }
    }
    if let Value::Object(object) = value {
        check_properties(root, keywords, object, at, found);
    }
}

fn check_properties(root: &Value, keywords: &Map<String, Value>, object: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
    for (name, value) in object {
        let at = format!("{at}/{name}");
        let named = keywords.get("properties").and_then(|properties| properties.get(name));
        match named.or_else(|| keywords.get("additionalProperties")) {
            Some(Value::Bool(false)) => found.push(format!("{at}: is not in the schema")),
            Some(schema @ Value::Object(_)) => check(root, schema, value, &at, found),
            _ => {}
        }
    }
}

/// One type, or any of several.
fn types(wanted: &Value) -> Vec<&str> {
    wanted.as_array().map_or_else(|| vec![wanted.as_str().unwrap()], |names| names.iter().map(|name| name.as_str().unwrap()).collect())
}

fn has_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("`{other}` is no type"),
    }
}

/// The forms the schemas use.
fn has_form(name: &str, text: &str) -> bool {
    match name {
        "date" | "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => text.parse::<huizhan_base::Date>().is_ok(),
        "^[0-9a-f]{16}$" => text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')),
        "^[^=]+=.+$" => text.split_once('=').is_some_and(|(name, value)| !name.is_empty() && !value.is_empty()),
        "^(capture\\..+|last\\..+|captures|losses\\..+|sick\\..+|exchange|civilians)$" => {
            let of = |kind: &str| text.strip_prefix(kind).is_some_and(|rest| !rest.is_empty());
            matches!(text, "captures" | "exchange" | "civilians") || ["capture.", "last.", "losses.", "sick."].into_iter().any(of)
        }
        other => panic!("`{other}` is no form"),
    }
}
