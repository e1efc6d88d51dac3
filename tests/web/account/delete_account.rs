use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{EMAIL, Opened, user};
use crate::web::service::{Answer, empty, refusal};

/// The page after its button was pressed.
async fn open(attributes: &[(&str, &str)], deletion: Answer) -> Opened {
    let standing = vec![("GetUser", user(attributes)), ("DeleteUser", deletion)];
    let app = Opened::open("/account", &json!({}), &[], standing).await;
    app.page.see("Delete my account").await;
    app.page.press("Delete my account").await;
    app
}

fn deletions(app: &Opened) -> usize {
    app.service.operations().iter().filter(|operation| *operation == "DeleteUser").count()
}

#[wasm_bindgen_test]
async fn only_the_right_words_delete_it() {
    const BY_EMAIL: &str = "Type first@example.com to confirm";
    const BY_NUMBER: &str = "Type +12025550123 to confirm";
    const BY_WORD: &str = "Type DELETE to confirm";
    for (case, attributes, label, typed, deletes) in [
        ("nothing", &[("email", EMAIL)][..], BY_EMAIL, "", false),
        ("another address", &[("email", EMAIL)], BY_EMAIL, "second@example.com", false),
        ("the word in place of the address", &[("email", EMAIL)], BY_EMAIL, "DELETE", false),
        ("the address", &[("email", EMAIL)], BY_EMAIL, EMAIL, true),
        ("the address as a phone types it", &[("email", EMAIL)], BY_EMAIL, " First@Example.com ", true),
        ("the number as people write it", &[("phone_number", "+12025550123")], BY_NUMBER, "+1 (202) 555-0123", true),
        ("another number", &[("phone_number", "+12025550123")], BY_NUMBER, "+1 202 555 0124", false),
        ("the word, without an address", &[("name", "First")], BY_WORD, "delete", true),
        ("half of it", &[("name", "First")], BY_WORD, "del", false),
    ] {
        let app = open(attributes, empty()).await;
        app.page.field(label).type_text(typed).await;
        app.page.press("Delete permanently").await;
        if deletes {
            app.page.see("Your account has been deleted.").await;
            assert!(app.page.has_field("Password"), "{case}: nobody is signed in");
        } else {
            assert!(app.page.field(label).is_invalid(), "{case}: it is said under the field");
        }
        assert_eq!(deletions(&app), usize::from(deletes), "{case}: what was asked of the service");
    }
}

#[wasm_bindgen_test]
async fn who_cancels_keeps_the_account_and_the_focus() {
    let app = open(&[("email", EMAIL)], empty()).await;
    app.page.press("Cancel").await;
    app.page.see_focus_on("Delete my account").await;
    assert_eq!(deletions(&app), 0);
}

#[wasm_bindgen_test]
async fn an_account_that_cannot_be_deleted_stays_with_its_session() {
    let unavailable = refusal("InternalErrorException", "");
    let app = open(&[("email", EMAIL)], unavailable).await;
    app.page.field("Type first@example.com to confirm").type_text(EMAIL).await;
    app.page.press("Delete permanently").await;
    app.page.see("The service is having a problem right now. Please try again in a moment.").await;
    assert!(app.page.has_button("Sign out"), "signed in still");
    app.service.always("DeleteUser", empty());
    app.page.press("Delete permanently").await;
    app.page.see("Your account has been deleted.").await;
}
