use super::{Json, Number, Object};

/// How deep lists and structures may lie in one another: as deep as serde_json lets them.
const DEPTH: u8 = 127;

impl Json {
    /// Reads JSON text: nothing but one value, and blanks around it. A text of many levels is refused.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(DEPTH)?;
        reader.peek().is_none().then_some(value)
    }
}

/// Reads from front to back. Where it stops, nothing is read: then the text is no JSON.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The byte that comes next.
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Steps over a byte if it comes next.
    fn skip(&mut self, byte: u8) -> bool {
        let comes = self.peek() == Some(byte);
        self.at += usize::from(comes);
        comes
    }

    fn expect(&mut self, text: &str) -> Option<()> {
        text.bytes().all(|byte| self.skip(byte)).then_some(())
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// A value and the blanks around it.
    fn value(&mut self, depth: u8) -> Option<Json> {
        self.skip_blanks();
        let value = match self.peek()? {
            b'{' => Json::Object(self.object(depth.checked_sub(1)?)?),
            b'[' => Json::Array(self.array(depth.checked_sub(1)?)?),
            b'"' => Json::String(self.string()?),
            b't' => self.expect("true").map(|()| Json::Bool(true))?,
            b'f' => self.expect("false").map(|()| Json::Bool(false))?,
            b'n' => self.expect("null").map(|()| Json::Null)?,
            _ => Json::Number(self.number()?),
        };
        self.skip_blanks();
        Some(value)
    }

    fn object(&mut self, depth: u8) -> Option<Object> {
        let mut members = Object::default();
        self.at += 1;
        while self.goes_on(b'}', members.is_empty())? {
            self.skip_blanks();
            let name = self.string()?;
            self.skip_blanks();
            self.expect(":")?;
            members.insert(name, self.value(depth)?);
        }
        Some(members)
    }

    fn array(&mut self, depth: u8) -> Option<Vec<Json>> {
        let mut items = Vec::new();
        self.at += 1;
        while self.goes_on(b']', items.is_empty())? {
            items.push(self.value(depth)?);
        }
        Some(items)
    }

    /// Whether there is another item before the end.
    fn goes_on(&mut self, end: u8, is_first: bool) -> Option<bool> {
        if is_first {
            self.skip_blanks();
        }
        if self.skip(end) {
            return Some(false);
        }
        (is_first || self.skip(b',')).then_some(true)
    }

    fn string(&mut self) -> Option<String> {
        self.expect("\"")?;
        let mut string = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
                self.at += 1;
            }
            string.push_str(self.text.get(start..self.at)?);
            match self.next()? {
                b'"' => return Some(string),
                b'\\' => string.push(self.escape()?),
                _control => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            mark @ (b'"' | b'\\' | b'/') => mark.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.scalar()?,
            _ => return None,
        })
    }

    /// One UTF-16 unit, or two that are a pair of surrogates. Half a pair is no character.
    fn scalar(&mut self) -> Option<char> {
        let unit = self.unit()?;
        if !(0xD800..0xDC00).contains(&unit) {
            return char::from_u32(unit);
        }
        self.expect("\\u")?;
        let low = self.unit().filter(|low| (0xDC00..0xE000).contains(low))?;
        char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
    }

    fn unit(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |unit, _| Some(unit << 4 | char::from(self.next()?).to_digit(16)?))
    }

    fn number(&mut self) -> Option<Number> {
        let start = self.at;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        self.text.get(start..self.at).map(Number::new)
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
