//! The client's handshake against a server's half that is written here, for any inputs.

use base64::{Engine, prelude::BASE64_STANDARD};
use cognito_client::{
    hazmat::{
        Challenge, Handshake, Responses, SrpError,
        arithmetic::{self, EXPONENT_BYTES, Identity, Number},
    },
    timestamp::Timestamp,
};
use proptest::prelude::*;

/// N, as RFC 3526 prints it (group 15).
const N: &str = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B\
    302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6\
    49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D\
    670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718\
    3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D\
    B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
    BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";
const NOW: Timestamp = Timestamp::from_seconds(1_793_678_706);

/// Everything that an exchange depends on.
#[derive(Clone, Debug)]
struct Exchange {
    identity: Identity,
    password: String,
    salt: Vec<u8>,
    a: [u8; EXPONENT_BYTES],
    b: [u8; EXPONENT_BYTES],
    secret_block: Vec<u8>,
    now: Timestamp,
}

prop_compose! {
    fn any_exchange()(
        group in "[0-9A-Za-z]{1,20}",
        user in "\\PC{1,40}",
        password in "\\PC{0,40}",
        salt in prop::collection::vec(any::<u8>(), 1..=32),
        a in any_exponent(),
        b in any_exponent(),
        secret_block in prop::collection::vec(any::<u8>(), 1..100),
        seconds in 0..4_102_444_800_u64,
    ) -> Exchange {
        let identity = Identity { group, user };
        Exchange { identity, password, salt, a, b, secret_block, now: Timestamp::from_seconds(seconds) }
    }
}

fn any_exponent() -> impl Strategy<Value = [u8; EXPONENT_BYTES]> {
    prop::collection::vec(any::<u8>(), EXPONENT_BYTES)
        .prop_map(|bytes| bytes.try_into().expect("as many bytes as asked for"))
}

/// What the server knows of an exchange once it has the client's A.
struct Server {
    exchange: Exchange,
    b_public: Number,
    key: [u8; 16],
}

impl Server {
    /// v = g^x, B = k·v + g^b, S = (A·v^u)^b.
    fn answer(exchange: &Exchange, srp_a: &str) -> Self {
        let salt = Number::from_bytes(&exchange.salt).expect("a salt is short");
        let v = arithmetic::verifier(&arithmetic::private_key(&exchange.identity, &exchange.password, &salt));
        let b_public = Number::multiplier().mul(&v).add(&Number::generator().pow_secret(&exchange.b));
        let a_public = Number::from_hex(srp_a).expect("SRP_A is a number");
        let u = arithmetic::scramble(&a_public, &b_public).expect("u is a hash");
        let premaster_secret = a_public.mul(&v.pow_hash(&u)).pow_secret(&exchange.b);
        let key = *arithmetic::session_key(&premaster_secret, &u);
        Self { exchange: exchange.clone(), b_public, key }
    }

    fn challenge(&self) -> Challenge {
        Challenge {
            identity: self.exchange.identity.clone(),
            srp_b: self.b_public.to_hex(),
            salt: Number::from_bytes(&self.exchange.salt).expect("a salt is short").to_hex(),
            secret_block: BASE64_STANDARD.encode(&self.exchange.secret_block),
        }
    }

    fn accepts(&self, responses: &Responses) -> bool {
        let secret_block = BASE64_STANDARD.decode(&responses.secret_block).expect("base64");
        let Self { exchange, key, .. } = self;
        arithmetic::verify_signature(&responses.signature, key, &exchange.identity, &secret_block, &responses.timestamp)
    }
}

fn start(exchange: &Exchange) -> (Handshake, Server) {
    let (handshake, srp_a) = Handshake::start(exchange.a).expect("g has no power that is zero");
    (handshake, Server::answer(exchange, &srp_a))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_right_password_is_always_accepted(exchange in any_exchange()) {
        let (handshake, server) = start(&exchange);
        let responses = handshake.answer(server.challenge(), &exchange.password, exchange.now).expect("in order");
        prop_assert_eq!(&responses.timestamp, &exchange.now.to_srp_string());
        prop_assert!(server.accepts(&responses));
    }

    #[test]
    fn a_wrong_password_never_is(exchange in any_exchange(), other in "\\PC{0,40}") {
        prop_assume!(other != exchange.password);
        for wrong in [other, format!("{} ", exchange.password), format!(" {}", exchange.password)] {
            let (handshake, server) = start(&exchange);
            let responses = handshake.answer(server.challenge(), &wrong, exchange.now).expect("in order");
            prop_assert!(!server.accepts(&responses), "{wrong:?}");
        }
    }

    #[test]
    fn a_changed_part_never_is(exchange in any_exchange(), place in any::<prop::sample::Index>()) {
        let (handshake, server) = start(&exchange);
        let responses = handshake.answer(server.challenge(), &exchange.password, exchange.now).expect("in order");
        let later = exchange.now.plus(core::time::Duration::from_secs(1)).to_srp_string();
        prop_assert!(!server.accepts(&Responses { timestamp: later, ..responses.clone() }), "timestamp");

        let mut block = exchange.secret_block.clone();
        block[place.index(exchange.secret_block.len())] ^= 1;
        let block = BASE64_STANDARD.encode(block);
        prop_assert!(!server.accepts(&Responses { secret_block: block, ..responses.clone() }), "secret block");

        let mut signature = BASE64_STANDARD.decode(&responses.signature).expect("base64");
        signature[place.index(32)] ^= 1;
        let signature = BASE64_STANDARD.encode(signature);
        prop_assert!(!server.accepts(&Responses { signature, ..responses }), "signature");
    }

    #[test]
    fn another_identity_never_is(exchange in any_exchange()) {
        let Identity { group, user } = exchange.identity.clone();
        for (case, other) in [
            ("user", Identity { group: group.clone(), user: format!("{user}x") }),
            ("group", Identity { group: format!("{group}x"), user }),
        ] {
            let (handshake, server) = start(&exchange);
            let challenge = Challenge { identity: other, ..server.challenge() };
            let responses = handshake.answer(challenge, &exchange.password, exchange.now).expect("in order");
            prop_assert!(!server.accepts(&responses), "{case}");
        }
    }

    #[test]
    fn another_public_value_never_is(exchange in any_exchange()) {
        let (handshake, server) = start(&exchange);
        let srp_b = server.b_public.add(&Number::generator()).to_hex();
        let challenge = Challenge { srp_b, ..server.challenge() };
        let responses = handshake.answer(challenge, &exchange.password, exchange.now).expect("in order");
        prop_assert!(!server.accepts(&responses));
    }

    #[test]
    fn the_spelling_of_numbers_does_not_matter(exchange in any_exchange(), zeros in 0..5_usize) {
        let zeros = "0".repeat(zeros);
        let respell = |digits: &str| format!("{zeros}{}", digits.to_uppercase());
        let (handshake, server) = start(&exchange);
        let challenge = server.challenge();
        let respelled = Challenge { srp_b: respell(&challenge.srp_b), salt: respell(&challenge.salt), ..challenge };
        let responses = handshake.answer(respelled, &exchange.password, exchange.now).expect("in order");
        prop_assert!(server.accepts(&responses));
    }
}

#[test]
fn numbers_that_break_the_exchange_are_refused() {
    let cases = [
        ("B = 0", "0".to_owned(), Err(SrpError::ZeroPublicValue)),
        ("B = 0, long", "0".repeat(2000), Err(SrpError::ZeroPublicValue)),
        ("B = N", N.to_owned(), Err(SrpError::ZeroPublicValue)),
        ("B = N, lower case and zeros", format!("000{}", N.to_lowercase()), Err(SrpError::ZeroPublicValue)),
        ("B = N - 1", format!("{}E", &N[..N.len() - 1]), Ok(())),
        ("B = 2N, a bit too long", doubled(N), Err(SrpError::InvalidNumber)),
        ("B of 769 digits", "1".repeat(769), Err(SrpError::InvalidNumber)),
        ("B of 768 digits", "1".repeat(768), Ok(())),
        ("B of 768 digits and zeros", format!("00{}", "1".repeat(768)), Ok(())),
        ("no B", String::new(), Err(SrpError::InvalidNumber)),
    ];
    for (case, srp_b, expected) in cases {
        let answered = answer(Challenge { srp_b, ..challenge() });
        assert_eq!(answered.map(drop), expected, "{case}");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    for text in ["", "x", "-1", "+1", "0x1", " 1", "1 ", "1\n", "1_0", "ä", "0ä", "١"] {
        let (b, salt) =
            (Challenge { srp_b: text.into(), ..challenge() }, Challenge { salt: text.into(), ..challenge() });
        assert_eq!(answer(b), Err(SrpError::InvalidNumber), "B {text:?}");
        assert_eq!(answer(salt), Err(SrpError::InvalidNumber), "salt {text:?}");
    }
    for text in ["=", "a", "ab c", "ab\n", "a-_b"] {
        let block = Challenge { secret_block: text.to_owned(), ..challenge() };
        assert_eq!(answer(block), Err(SrpError::InvalidSecretBlock), "secret block {text:?}");
    }
}

fn doubled(digits: &str) -> String {
    let values = digits.chars().rev().map(|digit| digit.to_digit(16).expect("hexadecimal"));
    let (mut carry, mut sum) = (0, Vec::new());
    for value in values.chain([0]) {
        sum.push(char::from_digit((2 * value + carry) % 16, 16).expect("below 16"));
        carry = 2 * value / 16;
    }
    sum.into_iter().rev().collect()
}

fn challenge() -> Challenge {
    let identity = Identity { group: "Example1".to_owned(), user: "user".to_owned() };
    Challenge { identity, srp_b: "2".to_owned(), salt: "1".to_owned(), secret_block: "YmxvY2s=".to_owned() }
}

fn answer(challenge: Challenge) -> Result<Responses, SrpError> {
    let (handshake, _) = Handshake::start([7; EXPONENT_BYTES]).expect("g has no power that is zero");
    handshake.answer(challenge, "password", NOW)
}
