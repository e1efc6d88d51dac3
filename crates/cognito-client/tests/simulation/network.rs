//! The way from a tab to the pool and back.

use std::rc::Rc;

use cognito_client::transport::{Request, Response, Transport, TransportError};
use serde_json::Value;

use crate::{
    pool::{brief, decorated, refusal, response},
    random::Random,
    world::World,
};

const TIME_LIMIT: u64 = 30_000;

pub(crate) struct Network {
    pub(crate) world: Rc<World>,
    pub(crate) tab: usize,
}

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// It never reaches the pool, and the tab knows at once.
    Offline,
    RequestLost,
    /// The pool did what was asked, and the tab never hears of it.
    AnswerLost,
    /// The pool gets it twice; either answer may be the one that arrives.
    Repeated,
    ServerDown,
    /// The pool did what was asked, and something on the way back says 502.
    GatewayDown,
    Throttled,
    ThrottledFor(u64),
    Limit,
    /// A page of a hotel's network.
    Portal,
    /// The pool did what was asked, and what it says is odd.
    Odd(Oddity),
}

/// What becomes of the tokens of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Oddity {
    NoObject,
    NoResult,
    NoIdToken,
    UnreadableToken,
    /// A new refresh token is not told of.
    NullRefreshToken,
    /// The tokens live for half a minute.
    DueAsTheyCome,
    /// All that is needed is there, beside claims and members that nobody expects.
    Decorated,
}

impl Oddity {
    fn draw(random: &mut Random) -> Self {
        random.pick(&[
            Self::NoObject,
            Self::NoResult,
            Self::NoIdToken,
            Self::UnreadableToken,
            Self::NullRefreshToken,
            Self::DueAsTheyCome,
            Self::Decorated,
        ])
    }

    fn make_of(self, answer: Response) -> Response {
        let Ok(mut body) = serde_json::from_str::<Value>(&answer.body) else { return answer };
        let Some(result) = body.get_mut("AuthenticationResult") else { return answer };
        match self {
            Self::NoObject => body = Value::Array(Vec::new()),
            Self::NoResult => *result = Value::Null,
            Self::NoIdToken => result["IdToken"] = Value::Null,
            Self::UnreadableToken => result["AccessToken"] = "token".into(),
            Self::NullRefreshToken => result["RefreshToken"] = Value::Null,
            Self::DueAsTheyCome => change_tokens(result, brief),
            Self::Decorated => {
                change_tokens(result, decorated);
                result["ExpiresIn"] = 3600.0.into();
                result["TokenType"] = Value::Null;
                result["NewDeviceMetadata"] = Value::Null;
                result["Newer"] = Value::Array(vec![Value::Null]);
            }
        }
        Response { body: body.to_string(), ..answer }
    }
}

fn change_tokens(result: &mut Value, change: fn(&str) -> String) {
    for name in ["AccessToken", "IdToken"] {
        result[name] = change(result[name].as_str().expect("a token")).into();
    }
}

impl Fault {
    fn draw(random: &mut Random) -> Self {
        match random.below(100) {
            0..60 => Self::None,
            60..65 => Self::Offline,
            65..70 => Self::RequestLost,
            70..77 => Self::AnswerLost,
            77..83 => Self::Repeated,
            83..86 => Self::ServerDown,
            86..90 => Self::GatewayDown,
            90..93 => Self::Throttled,
            93..95 => Self::ThrottledFor(1 + random.below(90)),
            95..96 => Self::Limit,
            96..97 => Self::Portal,
            _ => Self::Odd(Oddity::draw(random)),
        }
    }
}

impl Transport for Network {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let world = &self.world;
        let operation = request.target().expect("a target").rsplit('.').next().expect("an operation");
        let body: Value = serde_json::from_str(&request.body).expect("a request is JSON");
        let token = [&body["RefreshToken"], &body["Token"]].into_iter().find_map(Value::as_str).expect("a token");
        let _flight = (operation == "GetTokensFromRefreshToken").then(|| world.depart(self.tab, token));
        let (fault, out, back) = {
            let mut random = world.random.borrow_mut();
            let longest = random.pick(&[50, 300, 2_000, 14_000]);
            let fault = match world.is_calm.get() {
                true => Fault::None,
                false if world.is_odd => Fault::Odd(Oddity::DueAsTheyCome),
                false => Fault::draw(&mut random),
            };
            (fault, random.below(longest), random.below(longest))
        };
        world.say(|| format!("tab {}: {operation} {token}: {fault:?}", self.tab));
        world.sleep(out).await;
        let answer = match fault {
            Fault::Offline => return Err(TransportError::failed("offline")),
            Fault::RequestLost => None,
            Fault::ServerDown => Some(response(500, String::new())),
            Fault::Throttled => Some(refusal("TooManyRequestsException")),
            Fault::ThrottledFor(seconds) => {
                Some(Response { retry_after: Some(seconds.to_string()), ..response(429, String::new()) })
            }
            Fault::Limit => Some(refusal("LimitExceededException")),
            Fault::Portal => Some(response(200, "<html>Welcome to our network</html>".to_owned())),
            Fault::None | Fault::AnswerLost | Fault::Repeated | Fault::GatewayDown | Fault::Odd(_) => {
                Some(world.pool.borrow_mut().answer(operation, token, world.time.now()))
            }
        };
        world.sleep(back).await;
        let answer = match (fault, answer) {
            (Fault::AnswerLost, _) | (_, None) => {
                world.events.borrow_mut().lost_answers += u64::from(fault == Fault::AnswerLost);
                world.sleep(TIME_LIMIT - out - back).await;
                return Err(TransportError::TimedOut);
            }
            (Fault::Odd(oddity), Some(answer)) => {
                world.events.borrow_mut().odd_answers += 1;
                oddity.make_of(answer)
            }
            (Fault::GatewayDown, _) => response(502, "<html>Bad Gateway</html>".to_owned()),
            (Fault::Repeated, Some(first)) => {
                let second = world.pool.borrow_mut().answer(operation, token, world.time.now());
                if world.random.borrow_mut().percent(50) { first } else { second }
            }
            (_, Some(answer)) => answer,
        };
        if operation == "GetTokensFromRefreshToken" {
            world.arrive(self.tab, token, &answer);
        }
        Ok(answer)
    }
}
