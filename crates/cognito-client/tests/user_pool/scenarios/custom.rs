use cognito_client::sign_in::NextStep;

use crate::{
    custom::person,
    person::{credentials, signed_in},
};

#[tokio::test]
async fn scenario_22_custom_challenges() {
    let person = person().await;
    let sign_in = person.sign_in();
    let credentials = credentials("first@example.com");
    for first in [
        sign_in.with_custom_challenges(&credentials.username).await,
        sign_in.with_srp_and_custom_challenges(&credentials).await,
    ] {
        let mut step = first.expect("a question");
        for answer in ["1", "2", "3"] {
            let NextStep::Custom(challenge) = step else { panic!("{answer}: {step:?}") };
            assert_eq!(challenge.parameter("prompt"), Some(format!("Question {answer}").as_str()));
            step = challenge.answer(&sign_in, answer).await.expect("a right answer");
        }
        signed_in(step);
    }
}
