//! What people paste and type, in one form: everything but passwords, which are what they are, sign for sign.

/// The zero of each script that counts by tens; its other digits follow it
/// ([Unicode 17, general category Nd](https://www.unicode.org/Public/17.0.0/ucd/extracted/DerivedGeneralCategory.txt)).
const ZEROS: &str = "\u{660}\u{6f0}\u{7c0}\u{966}\u{9e6}\u{a66}\u{ae6}\u{b66}\u{be6}\u{c66}\u{ce6}\u{d66}\u{de6}\u{e50}\
    \u{ed0}\u{f20}\u{1040}\u{1090}\u{17e0}\u{1810}\u{1946}\u{19d0}\u{1a80}\u{1a90}\u{1b50}\u{1bb0}\u{1c40}\u{1c50}\u{a620}\
    \u{a8d0}\u{a900}\u{a9d0}\u{a9f0}\u{aa50}\u{abf0}\u{ff10}\u{104a0}\u{10d30}\u{10d40}\u{11066}\u{110f0}\u{11136}\u{111d0}\
    \u{112f0}\u{11450}\u{114d0}\u{11650}\u{116c0}\u{116d0}\u{116da}\u{11730}\u{118e0}\u{11950}\u{11bf0}\u{11c50}\u{11d50}\
    \u{11da0}\u{11de0}\u{11f50}\u{16130}\u{16a60}\u{16ac0}\u{16b50}\u{16d70}\u{1ccf0}\u{1d7ce}\u{1d7d8}\u{1d7e2}\u{1d7ec}\
    \u{1d7f6}\u{1e140}\u{1e2f0}\u{1e4f0}\u{1e5f1}\u{1e950}\u{1fbf0}";

/// With ASCII digits for those of any script, without characters that only format or control, with one kind of space and
/// of dash, and no spaces at either end.
pub fn normalized(typed: &str) -> String {
    let plain = |c: char| match c {
        ' '..='~' => c,
        _ if c.is_whitespace() => ' ',
        _ if is_dash(c) => '-',
        _ => ascii_digit(c).unwrap_or(c),
    };
    visible(typed).chars().map(plain).collect()
}

/// What can be seen of it, as it is.
pub fn visible(typed: &str) -> String {
    let visible: String = typed.chars().filter(|&c| !is_unseen(c)).collect();
    visible.trim().to_owned()
}

/// [`normalized`], but line by line.
pub fn normalized_lines(typed: &str) -> String {
    typed.trim().lines().map(normalized).collect::<Vec<_>>().join("\n")
}

/// [`normalized`], with ASCII for what keyboards of East Asia write as wide as their own characters.
pub fn narrow(typed: &str) -> String {
    let ascii = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    normalized(typed).chars().map(ascii).collect()
}

/// Whether nothing of this would be seen.
pub fn is_blank(text: &str) -> bool {
    // Fillers are letters to Unicode, a Braille cell without dots is a symbol; marks and selectors need something to be on.
    let is_empty = |c: char| {
        matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{180b}'..='\u{180f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
    };
    text.chars().all(|c| c.is_whitespace() || is_unseen(c) || is_empty(c))
}

fn ascii_digit(c: char) -> Option<char> {
    let value = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    char::from_digit(ZEROS.chars().find_map(value)?, 10)
}

/// What only formats, or controls (general categories Cf and Cc), but for blanks.
fn is_unseen(c: char) -> bool {
    let formats = matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
        | '\u{8e2}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}');
    formats || c.is_control() && !c.is_whitespace()
}

/// General category Pd, and the minus signs of mathematics.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '\u{58a}' | '\u{5be}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2e17}'
                | '\u{2e1a}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{2e40}'
                | '\u{2e5d}'
                | '\u{301c}'
                | '\u{3030}'
                | '\u{30a0}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{10d6e}'
                | '\u{10ead}'
    )
}
