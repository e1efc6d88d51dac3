//! The bytes of a file, as text.

/// Reads UTF-8 and UTF-16, with and without a byte order mark: `>` in Windows PowerShell writes the latter.
pub(crate) fn decoded(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // All these files begin with a sign of ASCII.
        [first, 0, ..] if *first != 0 => utf16(bytes, u16::from_le_bytes),
        [0, second, ..] if *second != 0 => utf16(bytes, u16::from_be_bytes),
        _ => utf8(bytes),
    }?;
    (!text.contains('\0')).then_some(text)
}

fn utf8(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(ToOwned::to_owned)
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<String> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_reads_the_same() {
        let text = "{\"name\": \"Zürich\"}";
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let cases = [
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-8 with a mark", ["\u{feff}".as_bytes(), text.as_bytes()].concat()),
            ("UTF-16LE", utf16(u16::to_le_bytes)),
            ("UTF-16BE", utf16(u16::to_be_bytes)),
            ("UTF-16LE with a mark", [&[0xFF, 0xFE][..], &utf16(u16::to_le_bytes)].concat()),
            ("UTF-16BE with a mark", [&[0xFE, 0xFF][..], &utf16(u16::to_be_bytes)].concat()),
        ];
        for (name, bytes) in cases {
            assert_eq!(decoded(&bytes).as_deref(), Some(text), "{name}");
        }
    }

    #[test]
    fn what_is_no_text_is_none() {
        for bytes in [&b"PK\x03\x04\x00\x00"[..], &[0xC3, 0x28], &[0xFF, 0xFE, 0x00, 0xD8]] {
            assert_eq!(decoded(bytes), None, "{bytes:?}");
        }
    }
}
