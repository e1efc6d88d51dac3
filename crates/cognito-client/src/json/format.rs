use core::fmt;

use super::{Json, Writable, writing::write_string};

/// JSON text; over several lines as `{:#}`.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write(self, f.alternate().then_some(0), &mut text);
        f.write_str(&text)
    }
}

impl Writable for Json {
    fn write(&self, json: &mut String) {
        write(self, None, json);
    }
}

/// `depth` is how far a value is moved in, if it is to have lines of its own.
fn write(json: &Json, depth: Option<usize>, text: &mut String) {
    let inside = depth.map(|depth| depth + 1);
    match json {
        Json::Null => text.push_str("null"),
        Json::Bool(is_so) => text.push_str(if *is_so { "true" } else { "false" }),
        Json::Number(number) => text.push_str(number.as_str()),
        Json::String(string) => write_string(string, text),
        Json::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                begin_item(index, inside, text);
                write(item, inside, text);
            }
            end_items(items.len(), depth, text);
            text.push(']');
        }
        Json::Object(members) => {
            text.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                begin_item(index, inside, text);
                write_string(name, text);
                text.push_str(if depth.is_some() { ": " } else { ":" });
                write(value, inside, text);
            }
            end_items(members.len(), depth, text);
            text.push('}');
        }
    }
}

fn begin_item(index: usize, depth: Option<usize>, text: &mut String) {
    if index > 0 {
        text.push(',');
    }
    begin_line(depth, text);
}

fn end_items(count: usize, depth: Option<usize>, text: &mut String) {
    if count > 0 {
        begin_line(depth, text);
    }
}

fn begin_line(depth: Option<usize>, text: &mut String) {
    if let Some(depth) = depth {
        text.push('\n');
        (0..depth).for_each(|_| text.push_str("  "));
    }
}
