//! Reads wasm files, and writes them: sections, imports and exports as
//! [the specification](https://webassembly.github.io/spec/core/binary/modules.html) has them.

use anyhow::{Context as _, Result, bail};

/// What every file begins with.
pub(super) const HEAD: &[u8] = b"\0asm\x01\0\0\0";
/// A section of what is imported.
pub(super) const IMPORTS: u8 = 2;
/// A section of what is exported.
pub(super) const EXPORTS: u8 = 7;
/// What is imported or exported, if it is a function.
pub(super) const FUNCTION: u8 = 0;

/// The sections of a file, by what they are.
///
/// # Errors
/// When it is no wasm file.
pub(super) fn sections(wasm: &[u8]) -> Result<Vec<(u8, Reader<'_>)>> {
    let mut reader = Reader(wasm.strip_prefix(HEAD).context("this is no wasm file")?);
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        sections.push((reader.byte()?, Reader(reader.sized()?)));
    }
    Ok(sections)
}

/// An unsigned LEB128.
pub(super) fn number(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// Some bytes, after their number.
pub(super) fn sized(content: &[u8]) -> Vec<u8> {
    let mut bytes = number(content.len());
    bytes.extend(content);
    bytes
}

/// What is read from the front.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// All of it that has not been read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    pub(super) fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        bail!("a number in a wasm file has no end")
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length).context("a wasm file ends too early")?;
        self.0 = rest;
        Ok(bytes)
    }

    fn sized(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    pub(super) fn name(&mut self) -> Result<&'a str> {
        Ok(std::str::from_utf8(self.sized()?)?)
    }

    /// What is imported or exported, without its name. Of what is imported there is a type, of anything else an index.
    pub(super) fn thing(&mut self, is_import: bool) -> Result<&'a [u8]> {
        let all = self.0;
        match (is_import, self.byte()?) {
            (false, _) | (true, FUNCTION) => _ = self.number()?,
            // A table and a memory have limits; a table has a type before them.
            (true, kind @ (1 | 2)) => {
                if kind == 1 {
                    self.byte()?;
                }
                let has_most = self.byte()? & 1 == 1;
                self.number()?;
                if has_most {
                    self.number()?;
                }
            }
            // A global: its type, and whether it changes.
            (true, 3) => _ = self.take(2)?,
            (true, kind) => bail!("a wasm file imports something of kind {kind}"),
        }
        Ok(&all[..all.len() - self.0.len()])
    }
}
