/// A number as it is written in JSON. It stays so: nothing is lost of one that is larger or finer than a float can be, and
/// a program that only tells times and sizes needs neither a reader nor a writer of floats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// `text` is a number by the grammar of JSON.
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is whole of it. It may have a fraction on the wire, as in `3600.0`, which is cut; what is too large is
    /// [`u64::MAX`]; what is below zero is none.
    pub fn whole(&self) -> Option<u64> {
        self.shifted(0)
    }

    /// What is whole of the number times ten to the power of `places`.
    pub(crate) fn shifted(&self, places: usize) -> Option<u64> {
        let (mantissa, exponent) = self.0.split_once(['e', 'E']).unwrap_or((&self.0, "0"));
        let (digits, is_below_zero) = mantissa.strip_prefix('-').map_or((mantissa, false), |digits| (digits, true));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let digits = || whole.bytes().chain(fraction.bytes());
        if is_below_zero {
            return digits().all(|digit| digit == b'0').then_some(0);
        }
        // How many digits stand before the point once it is moved. One that is moved out of sight is at either end.
        let end = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
        let point = exponent.parse().unwrap_or(end).saturating_add_unsigned((whole.len() + places) as u64);
        let point = usize::try_from(point.max(0)).unwrap_or(usize::MAX);
        let kept = digits().take(point);
        let value = kept.fold(0_u64, |value, digit| value.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        // No u64 has more than twenty digits.
        let zeros = point.saturating_sub(whole.len() + fraction.len()).min(20);
        Some((0..zeros).fold(value, |value, _| value.saturating_mul(10)))
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whole() {
        const MAX: u64 = u64::MAX;
        for (text, whole, thousandfold) in [
            ("0", Some(0), Some(0)),
            ("7", Some(7), Some(7000)),
            ("3600.0", Some(3600), Some(3_600_000)),
            ("0.9999", Some(0), Some(999)),
            ("12.34567", Some(12), Some(12_345)),
            ("3.6e3", Some(3600), Some(3_600_000)),
            ("36E+2", Some(3600), Some(3_600_000)),
            ("1.793678706123E9", Some(1_793_678_706), Some(1_793_678_706_123)),
            ("12345e-2", Some(123), Some(123_450)),
            ("12345e-6", Some(0), Some(12)),
            ("1e-99999999999999999999", Some(0), Some(0)),
            ("0e99999999999999999999", Some(0), Some(0)),
            ("1e99999999999999999999", Some(MAX), Some(MAX)),
            ("1e19", Some(10_000_000_000_000_000_000), Some(MAX)),
            ("1e20", Some(MAX), Some(MAX)),
            ("18446744073709551615", Some(MAX), Some(MAX)),
            ("18446744073709551614", Some(MAX - 1), Some(MAX)),
            ("18446744073709551616", Some(MAX), Some(MAX)),
            ("0.00000000000000000000000001e26", Some(1), Some(1000)),
            ("-0", Some(0), Some(0)),
            ("-0.0E5", Some(0), Some(0)),
            ("-0.5", None, None),
            ("-1", None, None),
            ("-1e-99", None, None),
        ] {
            let number = Number::new(text);
            assert_eq!((number.whole(), number.shifted(3)), (whole, thousandfold), "{text}");
        }
    }
}
