//! What a wasm file says of its functions: how long they are, and what they are called.
//!
//! <https://webassembly.github.io/spec/core/binary/modules.html>

/// Why a file cannot be read.
#[derive(Debug, PartialEq)]
pub(crate) enum Malformed {
    /// It is no wasm file.
    Magic,
    /// It ends too early.
    End,
    /// A number has more than 64 bits.
    Number,
}

/// A wasm file in numbers.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Wasm {
    /// The functions that have a body, with the bytes of it.
    pub(crate) functions: Vec<Function>,
    /// Bytes of the data section.
    pub(crate) data: usize,
    /// Bytes of everything else, names aside.
    pub(crate) rest: usize,
}

/// A function.
#[derive(Debug, PartialEq)]
pub(crate) struct Function {
    /// As the name section has it.
    pub(crate) name: Option<String>,
    pub(crate) bytes: usize,
}

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
const DATA: u8 = 11;
const FUNCTION_NAMES: u8 = 1;

impl Wasm {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is none, or ends too early.
    pub(crate) fn parse(file: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(file.strip_prefix(b"\0asm\x01\0\0\0").ok_or(Malformed::Magic)?);
        let (mut wasm, mut names, mut imported) = (Self::default(), Vec::new(), 0);
        while !reader.0.is_empty() {
            let id = reader.byte()?;
            let section = reader.sized()?;
            match id {
                CUSTOM => names.extend(function_names(section)?),
                IMPORT => {
                    imported = imported_functions(section)?;
                    wasm.rest += section.len();
                }
                CODE => wasm.functions = bodies(section)?,
                DATA => wasm.data = section.len(),
                _ => wasm.rest += section.len(),
            }
        }
        for (index, name) in names {
            let body = index.checked_sub(imported).and_then(|index| usize::try_from(index).ok());
            if let Some(function) = body.and_then(|index| wasm.functions.get_mut(index)) {
                function.name = Some(name);
            }
        }
        Ok(wasm)
    }
}

/// What a name section says, and nothing for another custom section.
fn function_names(section: &[u8]) -> Result<Vec<(u64, String)>, Malformed> {
    let mut reader = Reader(section);
    let mut names = Vec::new();
    if reader.sized()? != b"name" {
        return Ok(names);
    }
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let mut part = Reader(reader.sized()?);
        if id == FUNCTION_NAMES {
            for _ in 0..part.number()? {
                names.push((part.number()?, String::from_utf8_lossy(part.sized()?).into_owned()));
            }
        }
    }
    Ok(names)
}

fn imported_functions(section: &[u8]) -> Result<u64, Malformed> {
    let mut reader = Reader(section);
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.sized()?;
        reader.sized()?;
        match reader.byte()? {
            0 => {
                reader.number()?;
                functions += 1;
            }
            // A table and a memory have limits.
            1 => {
                reader.byte()?;
                reader.limits()?;
            }
            2 => reader.limits()?,
            // A global: its type, and whether it changes. A tag: a byte and its type.
            3 => {
                reader.byte()?;
                reader.byte()?;
            }
            _ => {
                reader.byte()?;
                reader.number()?;
            }
        }
    }
    Ok(functions)
}

fn bodies(section: &[u8]) -> Result<Vec<Function>, Malformed> {
    let mut reader = Reader(section);
    (0..reader.number()?).map(|_| Ok(Function { name: None, bytes: reader.sized()?.len() })).collect()
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, Malformed> {
        let (&byte, rest) = self.0.split_first().ok_or(Malformed::End)?;
        self.0 = rest;
        Ok(byte)
    }

    /// An unsigned LEB128.
    fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed::Number)
    }

    /// As many bytes as the number before them says.
    fn sized(&mut self) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(self.number()?).map_err(|_| Malformed::End)?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Malformed::End)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn limits(&mut self) -> Result<(), Malformed> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"\0asm\x01\0\0\0";

    fn file(sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut file = HEAD.to_vec();
        for (id, content) in sections {
            file.extend([*id, u8::try_from(content.len()).expect("a short section")]);
            file.extend(*content);
        }
        file
    }

    #[test]
    fn functions_have_their_length_and_the_name_that_counts_imports_too() {
        // One function, one memory and one global are imported.
        let imports = b"\x03\x01m\x01f\x00\x00\x01m\x01m\x02\x01\x01\x02\x01m\x01g\x03\x7f\x00";
        let code = b"\x02\x02\x00\x0b\x04\x00\x41\x00\x0b";
        let names = b"\x04name\x01\x0b\x02\x01\x03one\x02\x03two";
        let wasm = Wasm::parse(&file(&[(IMPORT, imports), (CODE, code), (DATA, b"12345"), (CUSTOM, names)]));
        let function = |name: &str, bytes| Function { name: Some(name.to_owned()), bytes };
        let functions = vec![function("one", 2), function("two", 4)];
        assert_eq!(wasm, Ok(Wasm { functions, data: 5, rest: imports.len() }));
    }

    #[test]
    fn a_file_without_names_has_functions_all_the_same() {
        let wasm = Wasm::parse(&file(&[(CODE, b"\x01\x02\x00\x0b"), (CUSTOM, b"\x05other\x01")]));
        assert_eq!(wasm.expect("it is well formed").functions, [Function { name: None, bytes: 2 }]);
    }

    #[test]
    fn what_is_no_wasm_file_is_an_error() {
        let cases: [(&str, Vec<u8>, Malformed); 4] = [
            ("another file", b"<!doctype html>".to_vec(), Malformed::Magic),
            ("an empty file", Vec::new(), Malformed::Magic),
            ("half a section", [HEAD, b"\x0a\x05\x01"].concat(), Malformed::End),
            ("a number without an end", [HEAD, b"\x0a", &[0xff; 11]].concat(), Malformed::Number),
        ];
        for (name, file, expected) in cases {
            assert_eq!(Wasm::parse(&file), Err(expected), "{name}");
        }
    }
}
