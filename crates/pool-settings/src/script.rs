//! Object literals in a script: `const awsmobile = { … }; export default awsmobile`. Nothing is run. What is no value but
//! an expression, such as `process.env.POOL`, is passed over and named.

use serde_json::{Map, Number, Value};

/// How deep objects and arrays are read, as with serde_json. What is deeper is no file of settings.
const DEEPEST: usize = 128;

/// The objects of a script, and the places in them whose value is an expression.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Literals {
    pub(crate) objects: Vec<Value>,
    pub(crate) expressions: Vec<String>,
}

/// All object literals that stand by themselves, outermost first.
pub(crate) fn literals(text: &str) -> Literals {
    let mut found = Literals::default();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(length) = comment(rest) {
            at += length;
        } else if rest.starts_with('{') {
            let mut reader = Reader { text: rest, at: 0, path: Vec::new(), expressions: Vec::new(), depth: 0 };
            let object = reader.nested(Reader::object);
            if reader.depth > DEEPEST {
                break;
            }
            match object {
                Some(Value::Object(members)) if !members.is_empty() => {
                    found.objects.push(Value::Object(members));
                    found.expressions.append(&mut reader.expressions);
                    at += reader.at;
                }
                _ => at += 1,
            }
        } else if let Some((inside, length)) = quoted(rest) {
            // A file of Dart or Java holds the JSON in a text.
            if inside.trim_start().starts_with('{') {
                let inner = literals(&inside);
                found.objects.extend(inner.objects);
                found.expressions.extend(inner.expressions);
            }
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// How long the comment is that begins here.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    let inside = text.strip_prefix("/*")?;
    Some(inside.find("*/").map_or(text.len(), |end| end + 4))
}

/// The text in quotes that begins here, and how long it is with them.
fn quoted(text: &str) -> Option<(String, usize)> {
    for fence in ["'''", "\"\"\""] {
        if let Some(inside) = text.strip_prefix(fence) {
            let end = inside.find(fence)?;
            return Some((inside[..end].to_owned(), end + 2 * fence.len()));
        }
    }
    let quote = text.chars().next().filter(|letter| ['"', '\'', '`'].contains(letter))?;
    let mut read = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((index, letter)) = letters.next() {
        match letter {
            _ if letter == quote => return Some((read, index + 1)),
            '\n' if quote != '`' => return None,
            '\\' => match letters.next()?.1 {
                'n' => read.push('\n'),
                't' => read.push('\t'),
                'r' => read.push('\r'),
                'u' => {
                    let digits: String = letters.by_ref().take(4).map(|(_, digit)| digit).collect();
                    read.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                }
                '\n' => {}
                other => read.push(other),
            },
            other => read.push(other),
        }
    }
    None
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    path: Vec<String>,
    expressions: Vec<String>,
    /// Stays beyond the deepest once it was there.
    depth: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start().len();
            match comment(&rest[blank..]) {
                Some(length) => self.at += blank + length,
                None => {
                    self.at += blank;
                    return;
                }
            }
        }
    }

    fn takes(&mut self, sign: char) -> bool {
        self.space();
        let is_there = self.rest().starts_with(sign);
        if is_there {
            self.at += sign.len_utf8();
        }
        is_there
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.depth += 1;
        let value = if self.depth > DEEPEST { None } else { read(self) };
        if self.depth <= DEEPEST {
            self.depth -= 1;
        }
        value
    }

    fn object(&mut self) -> Option<Value> {
        let mut members = Map::new();
        if !self.takes('{') {
            return None;
        }
        while !self.takes('}') {
            self.space();
            if self.rest().starts_with("...") {
                self.path.push("...".to_owned());
                self.expression()?;
                self.path.pop();
            } else {
                let name = self.name()?;
                if !self.takes(':') {
                    return None;
                }
                self.path.push(name.clone());
                let value = self.value()?;
                self.path.pop();
                members.insert(name, value);
            }
            if !self.takes(',') {
                self.space();
                if !self.rest().starts_with('}') {
                    return None;
                }
            }
        }
        Some(Value::Object(members))
    }

    fn array(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        if !self.takes('[') {
            return None;
        }
        while !self.takes(']') {
            let value = self.value()?;
            if !value.is_null() {
                items.push(value);
            }
            if !self.takes(',') {
                self.space();
                if !self.rest().starts_with(']') {
                    return None;
                }
            }
        }
        Some(Value::Array(items))
    }

    fn name(&mut self) -> Option<String> {
        self.space();
        if let Some((name, length)) = quoted(self.rest()) {
            self.at += length;
            return Some(name);
        }
        let is_of_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
        let rest = self.rest();
        let length = rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len());
        let name = rest[..length].to_owned();
        self.at += length;
        (!name.is_empty()).then_some(name)
    }

    /// A value; null for an expression, whose place is noted.
    fn value(&mut self) -> Option<Value> {
        self.space();
        let (before, noted) = (self.at, self.expressions.len());
        let value = match self.rest().chars().next()? {
            '{' => self.nested(Self::object),
            '[' => self.nested(Self::array),
            '"' | '\'' | '`' => quoted(self.rest()).filter(|(text, _)| !text.contains("${")).map(|(text, length)| {
                self.at += length;
                Value::String(text)
            }),
            _ => {
                let rest = self.rest();
                let length = rest.find([',', '}', ']', '\n', ' ', ';']).unwrap_or(rest.len());
                let word = rest[..length].to_owned();
                self.at += length;
                match word.as_str() {
                    "true" => Some(Value::Bool(true)),
                    "false" => Some(Value::Bool(false)),
                    "null" | "undefined" => Some(Value::Null),
                    number => number.parse::<i64>().ok().map(|number| Value::Number(Number::from(number))),
                }
            }
        };
        self.ends_type();
        self.space();
        // What goes on after it makes it a part of an expression.
        if value.is_some() && self.rest().starts_with([',', '}', ']']) {
            return value;
        }
        if self.depth > DEEPEST {
            return None;
        }
        self.at = before;
        self.expressions.truncate(noted);
        self.expression()
    }

    /// TypeScript may say what a value is.
    fn ends_type(&mut self) {
        self.space();
        if let Some(rest) = self.rest().strip_prefix("as ") {
            let length = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
            self.at += "as ".len() + length;
        }
    }

    /// Passes over an expression, up to the comma or bracket that ends it.
    fn expression(&mut self) -> Option<Value> {
        let mut depth = 0;
        loop {
            self.space();
            let rest = self.rest();
            if let Some((_, length)) = quoted(rest) {
                self.at += length;
                continue;
            }
            let letter = rest.chars().next()?;
            match letter {
                '(' | '[' | '{' => depth += 1,
                ',' | '}' | ']' | ')' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                // No object: a function's body or a type.
                ';' if depth == 0 => return None,
                _ => {}
            }
            self.at += letter.len_utf8();
        }
        self.expressions.push(self.path.join("."));
        Some(Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn literals_are_read_as_javascript_has_them() {
        let cases = [
            ("const a = { 'b': 1, c: [\"d\", `e`,], /* f */ };", vec![json!({ "b": 1, "c": ["d", "e"] })]),
            ("// { a: 1 }\nexport default { a: true } // b", vec![json!({ "a": true })]),
            (
                "import { Amplify } from 'x';\nAmplify.configure({ a: { b: null } });",
                vec![json!({ "a": { "b": null } })],
            ),
            ("const a = '''{ \"b\": \"c\" }''';", vec![json!({ "b": "c" })]),
            ("const a = { b: 'it\\'s', c: -2 } as const;", vec![json!({ "b": "it's", "c": -2 })]),
            ("const a = { b: 'C' as Kind };\nexport { a };", vec![json!({ "b": "C" })]),
            ("function f() { return 1; }", vec![]),
        ];
        for (script, expected) in cases {
            assert_eq!(literals(script), Literals { objects: expected, expressions: Vec::new() }, "{script}");
        }
    }

    #[test]
    fn expressions_are_named_and_passed_over() {
        let script = "const a = { b: process.env.B || '', c: f({ d: [1, 2] }), ...e, g: { h: `${i}` }, j: isLocal ? 'k' : 'l', m: 1 }";
        let expected = json!({ "b": null, "c": null, "g": { "h": null }, "j": null, "m": 1 });
        assert_eq!(
            literals(script),
            Literals {
                objects: vec![expected],
                expressions: ["b", "c", "...", "g.h", "j"].map(ToOwned::to_owned).to_vec()
            }
        );
    }

    #[test]
    fn what_is_too_deep_is_not_read() {
        let nested = |depth: usize| format!("{}1{}", "{a:".repeat(depth), "}".repeat(depth));
        assert_eq!(literals(&nested(DEEPEST)).objects.len(), 1);
        for deep in [nested(DEEPEST + 1), "{a:".repeat(200_000), "{a:[".to_owned() + &"[".repeat(200_000)] {
            assert_eq!(literals(&deep), Literals::default());
        }
    }

    #[test]
    fn no_text_makes_it_stumble() {
        let script = "const ä = { 'b': [ { c: 'ü', }, ] , d: x => ({ e: 1 }) }; // é";
        for (end, _) in script.char_indices() {
            literals(&script[..end]);
            literals(&script[end..]);
        }
    }
}
