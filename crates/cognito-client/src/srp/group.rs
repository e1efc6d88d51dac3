//! The group that SRP computes in: the 3072-bit prime N, g = 2, and powers modulo N.
//!
//! A power takes tens of milliseconds in a browser, which would not answer anybody meanwhile. So it is computed in slices,
//! and whoever computes it may let other work go on between them.
//!
//! What is raised and what it is raised to are secrets. The steps depend on the length of the exponent alone, and what they
//! leave in memory is wiped.

use crypto_bigint::{
    CtEq, CtSelect, Limb, U1280, U3072, Word, const_monty_params,
    modular::{ConstMontyForm, ConstMontyParams},
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const_monty_params!(
    N,
    U3072,
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B\
     302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6\
     49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D\
     670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718\
     3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D\
     B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
     BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    "The group's prime."
);
pub(super) type ModN = ConstMontyForm<N, { N::LIMBS }>;

/// g, as the formulas that hash it want it.
pub(super) const GENERATOR: u8 = 2;
/// Bits of the exponent that one multiplication is for. They never lie in two limbs.
const WINDOW: u32 = 4;
/// Bits of the exponent to a slice: 2 or 3 ms where a desktop's browser takes 40 for a whole exchange.
const SLICE: u32 = 64;

/// A power modulo N that is being computed.
pub(super) struct Power(Box<State>);

/// On the heap, so that a power that is moved leaves no copy behind.
#[derive(Zeroize, ZeroizeOnDrop)]
struct State {
    base: Base,
    exponent: U1280,
    /// What is left of the exponent, a multiple of [`WINDOW`].
    bits_left: u32,
    /// The power, as far as the exponent is worked off.
    value: ModN,
}

#[derive(Zeroize)]
enum Base {
    /// g, for which a doubling takes the place of a multiplication.
    Generator,
    /// The powers of any other base that a window can ask for.
    Powers(Vec<ModN>),
}

impl Power {
    /// g^e, where e has no more than so many bits.
    pub(super) fn of_generator(exponent: &U1280, bits: u32) -> Self {
        Self::begin(Base::Generator, exponent, bits)
    }

    /// n^e, where e has no more than so many bits.
    pub(super) fn of(base: &ModN, exponent: &U1280, bits: u32) -> Self {
        let mut powers = vec![ModN::ONE; 1 << WINDOW];
        for at in 1..powers.len() {
            powers[at] = powers[at - 1].mul(base);
        }
        Self::begin(Base::Powers(powers), exponent, bits)
    }

    fn begin(base: Base, exponent: &U1280, bits: u32) -> Self {
        let bits_left = bits.next_multiple_of(WINDOW);
        Self(Box::new(State { base, exponent: *exponent, bits_left, value: ModN::ONE }))
    }

    /// Computes one slice. True as soon as none is left.
    pub(super) fn advance(&mut self) -> bool {
        let end = self.0.bits_left.saturating_sub(SLICE);
        while self.0.bits_left > end {
            self.0.work_off_window();
        }
        end == 0
    }

    /// The power, once it is computed.
    pub(super) fn value(&self) -> &ModN {
        &self.0.value
    }

    /// Computes what is left.
    pub(super) fn finish(mut self) -> Zeroizing<ModN> {
        while !self.advance() {}
        Zeroizing::new(self.0.value)
    }
}

impl State {
    fn work_off_window(&mut self) {
        self.bits_left -= WINDOW;
        match &self.base {
            Base::Generator => {
                for bit in (self.bits_left..self.bits_left + WINDOW).rev() {
                    // n² + 0 or n² + n².
                    let summands = Zeroizing::new([ModN::ZERO, self.value.square()]);
                    self.value = summands[1].add(&look_up(summands.as_slice(), self.bits(bit, 1)));
                }
            }
            Base::Powers(powers) => {
                let power = look_up(powers, self.bits(self.bits_left, WINDOW));
                self.value = self.value.square_repeat_vartime(WINDOW).mul(&power);
            }
        }
    }

    /// So many bits of the exponent, from this one upwards. They are of one limb.
    fn bits(&self, lowest: u32, count: u32) -> Word {
        let limb = self.exponent.as_words()[(lowest / Limb::BITS) as usize];
        limb >> (lowest % Limb::BITS) & ((1 << count) - 1)
    }
}

/// Reads the whole table, so that no cache tells which entry was asked for.
fn look_up(table: &[ModN], index: Word) -> Zeroizing<ModN> {
    let mut found = Zeroizing::new(ModN::ZERO);
    for (at, entry) in (0..).zip(table) {
        // One mask for all of an entry: to choose word by word takes as long as a tenth of all multiplications.
        let mask = Word::MIN.ct_select(&Word::MAX, index.ct_eq(&at));
        let words = found.as_montgomery_mut().as_mut_words().iter_mut();
        words.zip(entry.as_montgomery().as_words()).for_each(|(found, word)| *found |= word & mask);
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BITS: u32 = 1024;

    fn any_element() -> impl Strategy<Value = ModN> {
        prop::collection::vec(any::<u8>(), U3072::BYTES).prop_map(|bytes| ModN::new(&U3072::from_be_slice(&bytes)))
    }

    fn any_exponent() -> impl Strategy<Value = U1280> {
        prop::collection::vec(any::<u8>(), U1280::BYTES)
            .prop_map(|bytes| U1280::from_be_slice(&bytes).shr_vartime(U1280::BITS - BITS))
    }

    /// The power, and in how many slices it came.
    fn slices(mut power: Power) -> (ModN, u32) {
        let mut count = 1;
        while !power.advance() {
            count += 1;
        }
        (*power.value(), count)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn in_slices_it_is_the_power_in_one_go(base in any_element(), exponent in any_exponent()) {
            let generator = ModN::new(&U3072::from_u8(GENERATOR));
            for (case, begin, base) in [
                ("g", &Power::of_generator as &dyn Fn(&U1280, u32) -> Power, &generator),
                ("another base", &|exponent: &U1280, bits| Power::of(&base, exponent, bits), &base),
            ] {
                let in_one_go = base.pow_bounded_exp(&exponent, BITS);
                let (value, count) = slices(begin(&exponent, BITS));
                prop_assert_eq!(value, in_one_go, "{}", case);
                prop_assert_eq!(*begin(&exponent, BITS).finish(), in_one_go, "{}, finished", case);
                prop_assert_eq!(count, BITS / SLICE, "{}", case);
            }
        }
    }

    #[test]
    fn the_slices_are_as_many_for_every_exponent() {
        let ones = U1280::MAX.shr_vartime(U1280::BITS - BITS);
        let base = ModN::new(&ones.resize());
        for exponent in [U1280::ZERO, U1280::ONE, U1280::ONE.shl_vartime(BITS - 1), ones] {
            let counts =
                [Power::of_generator(&exponent, BITS), Power::of(&base, &exponent, BITS)].map(|it| slices(it).1);
            assert_eq!(counts, [BITS / SLICE; 2], "{exponent}");
        }
    }

    #[test]
    fn a_bit_more_is_a_slice_more() {
        let exponent = U1280::ONE.shl_vartime(BITS);
        let base = ModN::new(&U3072::from_u8(3));
        let (value, count) = slices(Power::of(&base, &exponent, BITS + 1));
        assert_eq!(value, base.pow_bounded_exp(&exponent, BITS + 1));
        assert_eq!(count, BITS / SLICE + 1);
    }

    #[test]
    fn every_entry_of_a_table_is_found() {
        let table: Vec<ModN> = (0..1 << WINDOW).map(|entry: u8| ModN::new(&U3072::from_u8(entry))).collect();
        for (index, entry) in (0..).zip(&table) {
            assert_eq!(*look_up(&table, index), *entry, "{index}");
        }
    }
}
