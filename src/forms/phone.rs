//! Telephone numbers in international form: whose they are, which there can be, and how people write and read them.

use super::{Problem, normal::narrow};

/// What the numbers of each calling code are like. Made by `phone/plans.py`, which says how to read it, of the metadata of
/// [libphonenumber](https://github.com/google/libphonenumber) 9.0.43.
///
/// 3 kB (brotli). A wasm module of the crate phonenumber 0.3.10, which has all of that metadata, has 300 kB.
const PLANS: &str = include_str!("phone/plans.txt");

/// Each calling code, or beginning of one that several countries share, with its countries as ISO 3166 names them
/// ([E.164](https://www.itu.int/pub/T-SP-E.164D)).
const CALLING_CODES: &str = "1US/CA 1242BS 1246BB 1264AI 1268AG 1284VG 1340VI 1345KY 1441BM 1473GD 1649TC 1658JM 1664MS \
    1670MP 1671GU 1684AS 1721SX 1758LC 1767DM 1784VC 1787PR 1809DO 1829DO 1849DO 1868TT 1869KN 1876JM 1939PR 20EG 211SS \
    212MA 213DZ 216TN 218LY 220GM 221SN 222MR 223ML 224GN 225CI 226BF 227NE 228TG 229BJ 230MU 231LR 232SL 233GH 234NG \
    235TD 236CF 237CM 238CV 239ST 240GQ 241GA 242CG 243CD 244AO 245GW 246IO 247AC 248SC 249SD 250RW 251ET 252SO 253DJ \
    254KE 255TZ 256UG 257BI 258MZ 260ZM 261MG 262RE/YT 263ZW 264NA 265MW 266LS 267BW 268SZ 269KM 27ZA 290SH 291ER 297AW \
    298FO 299GL 30GR 31NL 32BE 33FR 34ES 350GI 351PT 352LU 353IE 354IS 355AL 356MT 357CY 358FI 359BG 36HU 370LT 371LV \
    372EE 373MD 374AM 375BY 376AD 377MC 378SM 380UA 381RS 382ME 383XK 385HR 386SI 387BA 389MK 39IT 3906698VA 40RO 41CH \
    420CZ 421SK 423LI 43AT 44GB 441481GG 441534JE 441624IM 45DK 46SE 47NO 48PL 49DE 500FK 501BZ 502GT 503SV 504HN 505NI \
    506CR 507PA 508PM 509HT 51PE 52MX 53CU 54AR 55BR 56CL 57CO 58VE 590GP/BL/MF 591BO 592GY 593EC 594GF 595PY 596MQ \
    597SR 598UY 599BQ 5999CW 60MY 61AU 62ID 63PH 64NZ 65SG 66TH 670TL 672NF 673BN 674NR 675PG 676TO 677SB 678VU 679FJ \
    680PW 681WF 682CK 683NU 685WS 686KI 687NC 688TV 689PF 690TK 691FM 692MH 7RU 76KZ 77KZ 81JP 82KR 84VN 850KP 852HK \
    853MO 855KH 856LA 86CN 880BD 886TW 90TR 91IN 92PK 93AF 94LK 95MM 960MV 961LB 962JO 963SY 964IQ 965KW 966SA 967YE \
    968OM 970PS 971AE 972IL 973BH 974QA 975BT 976MN 977NP 98IR 992TJ 993TM 994AZ 995GE 996KG 998UZ";

/// The calling code that a number begins with, and the countries that have it, as far as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallingCode {
    /// Without the plus sign.
    pub digits: &'static str,
    /// By their ISO 3166 codes.
    pub countries: Vec<&'static str>,
}

/// Recognises the longest one.
pub fn calling_code(typed: &str) -> Option<CallingCode> {
    let compact = compact_telnum(typed);
    let number = compact.strip_prefix('+')?;
    let codes = CALLING_CODES.split_ascii_whitespace().filter_map(|entry| {
        let (digits, countries) = entry.split_at_checked(entry.find(|c: char| !c.is_ascii_digit())?)?;
        number.starts_with(digits).then_some((digits, countries))
    });
    let (digits, countries) = codes.max_by_key(|(digits, _)| digits.len())?;
    Some(CallingCode { digits, countries: countries.split('/').collect() })
}

/// The numbering plan of a calling code.
struct Plan {
    code: &'static str,
    /// What people dial before a number in its own country, and not from abroad.
    trunks: &'static str,
    tree: &'static str,
}

impl Plan {
    /// That of a number in digits alone.
    fn of(number: &str) -> Option<Self> {
        let plan = |entry: &'static str| {
            let (code, rest) = entry.split_at(entry.find(|c: char| !c.is_ascii_digit())?);
            let (trunks, tree) = rest.split_at(rest.find(|c: char| c != '/' && !c.is_ascii_digit())?);
            number.starts_with(code).then_some(Self { code, trunks, tree })
        };
        PLANS.split_ascii_whitespace().find_map(plan)
    }

    fn trunks(&self) -> impl Iterator<Item = &'static str> {
        self.trunks.split('/').filter(|trunk| !trunk.is_empty())
    }

    /// The digits of each group but the last; `None` if there can be no such number.
    fn groups(&self, national: &str) -> Option<&'static str> {
        let mut tree = self.tree;
        let mut digits = national.bytes();
        while let Some(branches) = tree.strip_prefix('(') {
            let digit = digits.next()?;
            let mut depth = 0;
            let mut branches = branches.strip_suffix(')')?.split(move |c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                c == ',' && depth == 0
            });
            tree = branches.find_map(|branch| {
                let (digits, tree) = branch.split_at(branch.find(|c: char| c != '-' && !c.is_ascii_digit())?);
                includes(digits, digit).then_some(tree)
            })?;
        }
        // a: 1, b: 2 ...
        let length = u8::try_from(national.len()).ok()?.checked_add(b'a' - 1)?;
        while !tree.is_empty() {
            let (lengths, rest) = tree.split_at(tree.find(|c: char| c.is_ascii_digit()).unwrap_or(tree.len()));
            let (groups, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
            if includes(lengths, length) {
                return Some(groups);
            }
            tree = rest;
        }
        None
    }

    fn has(&self, national: &str) -> bool {
        self.groups(national).is_some()
    }
}

/// Whether a list of signs, as in `0-35`, has this one.
fn includes(list: &str, sign: u8) -> bool {
    let is_in = |range: &[u8]| range[1] == b'-' && (range[0]..=range[2]).contains(&sign);
    list.bytes().any(|listed| listed == sign) || list.as_bytes().windows(3).any(is_in)
}

/// A telephone number as E.164 has it: without the spaces, dashes, dots and brackets that people write, and without the
/// trunk prefix of its country, as in +44 (0)20 7946 0123.
pub fn compact_telnum(typed: &str) -> String {
    let typed = narrow(typed);
    // As in a link (RFC 3966).
    let typed = typed.strip_prefix("tel:").unwrap_or(&typed);
    let mut compact = String::new();
    let (mut opened, mut in_brackets) = (0, Vec::new());
    for c in typed.chars() {
        match c {
            '(' | '[' => opened = compact.len(),
            ')' | ']' => in_brackets.push(opened..compact.len()),
            ' ' | '-' | '.' | '/' | '\u{b7}' | '\u{2215}' | '\u{2044}' => {}
            _ => compact.push(c),
        }
        // Before anything is counted from its beginning.
        if compact == "00" {
            compact = "+".to_owned();
            (opened, in_brackets) = (1, Vec::new());
        }
    }
    let Some(plan) = compact.strip_prefix('+').and_then(Plan::of) else { return compact };
    let start = 1 + plan.code.len();
    let national = &compact[start..];
    let without = |trunk: &&str| {
        let rest = national.strip_prefix(trunk)?;
        // In brackets it is meant so, also of a number that is not there in full.
        let is_meant = in_brackets.contains(&(start..start + trunk.len()));
        (!plan.has(national) && (is_meant || plan.has(rest)) || is_meant && plan.has(rest)).then_some(rest)
    };
    match plan.trunks().find_map(|trunk| without(&trunk)) {
        Some(rest) => format!("+{}{rest}", plan.code),
        None => compact,
    }
}

/// As [`compact_telnum`]; a number without a country's code is one of `country`, by ISO 3166, if that is known.
pub(super) fn in_country(typed: &str, country: &str) -> String {
    let compact = compact_telnum(typed);
    let of_country = |entry: &'static str| {
        let (digits, countries) = entry.split_at_checked(entry.find(|c: char| !c.is_ascii_digit())?)?;
        countries.split('/').any(|other| other == country).then_some(digits)
    };
    let Some(digits) = CALLING_CODES.split_ascii_whitespace().find_map(of_country) else { return compact };
    // What several countries share is the code: the rest belongs to the number.
    let Some(plan) = Plan::of(digits) else { return compact };
    if compact.starts_with('+') || compact.is_empty() {
        return compact;
    }
    compact_telnum(&format!("+{}{compact}", plan.code))
}

/// What is wrong with a number, if something is
/// ([E.164](https://www.itu.int/rec/T-REC-E.164): a plus sign, the country's code, at most 15 digits).
pub(super) fn telnum_problem(typed: &str) -> Option<Problem> {
    let compact = compact_telnum(typed);
    let Some(digits) = compact.strip_prefix('+') else {
        return Some(if compact.is_empty() { Problem::Required } else { Problem::NoCountryCode });
    };
    if !(7..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Problem::Malformed);
    }
    let can_be = Plan::of(digits).is_some_and(|plan| plan.has(&digits[plan.code.len()..]));
    (!can_be).then_some(Problem::Impossible)
}

/// In groups: the country's code by itself, then as that country groups its numbers. What is no number yet has three digits
/// each, and the last two to four together; what is none in international form stays as it is.
pub fn grouped_telnum(typed: &str) -> String {
    let compact = compact_telnum(typed);
    let Some(digits) = compact.strip_prefix('+').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    else {
        return compact;
    };
    let Some(plan) = Plan::of(digits) else { return compact };
    let mut rest = &digits[plan.code.len()..];
    let groups = plan.groups(rest);
    let mut lengths = groups.unwrap_or_default().bytes().map(|digit| usize::from(digit - b'0'));
    let mut grouped = format!("+{}", plan.code);
    while !rest.is_empty() {
        let next = match groups {
            Some(_) => lengths.next().unwrap_or(rest.len()),
            None if rest.len() <= 4 => rest.len(),
            None => 3,
        };
        let (group, after) = rest.split_at(next.min(rest.len()));
        grouped.push(' ');
        grouped.push_str(group);
        rest = after;
    }
    grouped
}
