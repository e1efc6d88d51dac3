//! Telephone numbers in international form: whose they are, and how people read them.

use super::compact_telnum;

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

/// In groups: the country's code by itself, then three digits each, and the last two to four together. What is no number
/// in international form stays as it is.
pub fn grouped_telnum(typed: &str) -> String {
    let compact = compact_telnum(typed);
    let Some(code) = calling_code(&compact) else { return compact };
    // The area is a part of some entries of the table, but not of the code.
    let code_length = match code.digits {
        digits if digits.starts_with(['1', '7']) => 1,
        digits if digits.starts_with("44") || digits.starts_with("39") => 2,
        "5999" => 3,
        digits => digits.len(),
    };
    let (code, mut rest) = compact[1..].split_at(code_length);
    if !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact;
    }
    let mut grouped = format!("+{code}");
    while !rest.is_empty() {
        let length = if rest.len() <= 4 { rest.len() } else { 3 };
        let (group, after) = rest.split_at(length);
        grouped.push(' ');
        grouped.push_str(group);
        rest = after;
    }
    grouped
}
