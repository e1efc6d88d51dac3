//! What the browser keeps.

use serde_json::json;

use super::{Journey, Step, failure};

impl Journey {
    /// The keys and values of localStorage.
    pub async fn local_storage(&self) -> Step<Vec<(String, String)>> {
        let entries = self.driver.execute("return Object.entries(localStorage)", Vec::new()).await?;
        entries.convert()
    }

    /// The keys and values of sessionStorage.
    pub async fn session_storage(&self) -> Step<Vec<(String, String)>> {
        let entries = self.driver.execute("return Object.entries(sessionStorage)", Vec::new()).await?;
        entries.convert()
    }

    /// The stored value whose key ends so.
    pub async fn stored(&self, key_end: &str) -> Step<Option<String>> {
        let entries = self.local_storage().await?;
        Ok(entries.into_iter().find(|(key, _)| key.ends_with(key_end)).map(|(_, value)| value))
    }

    /// The refresh token of this tab alone.
    pub async fn own_refresh_token(&self) -> Step<Option<String>> {
        let entries = self.session_storage().await?;
        Ok(entries.into_iter().find(|(key, _)| key.ends_with(".refreshToken")).map(|(_, value)| value))
    }

    /// Puts a value into localStorage under the key that ends so.
    pub async fn overwrite_stored(&self, key_end: &str, value: &str) -> Step {
        let script = "const key = Object.keys(localStorage).find(key => key.endsWith(arguments[0])); \
                      localStorage.setItem(key, arguments[1])";
        self.driver.execute(script, vec![json!(key_end), json!(value)]).await.map(|_| ())
    }

    /// What is stored says from now on that so many seconds more have passed since its tokens came.
    pub async fn let_tokens_age(&self, seconds: i64) -> Step {
        let script = "const key = Object.keys(localStorage).find(key => key.endsWith('.clockDriftOf')); \
                      const [drift, of] = localStorage.getItem(key).split(' '); \
                      localStorage.setItem(key, `${drift - arguments[0]} ${of}`)";
        self.driver.execute(script, vec![json!(seconds)]).await.map(|_| ())
    }

    /// Fails if one of the secrets, by what it is, can be found where a page keeps things or shows them to others.
    pub async fn keeps_nothing_of(&self, secrets: &[(&str, &str)]) -> Step {
        let script = "return [...Object.entries(localStorage).map(entry => ['localStorage', ...entry].join(' ')), \
                              ...Object.entries(sessionStorage).map(entry => ['sessionStorage', ...entry].join(' ')), \
                              'URL ' + location.href, \
                              'history ' + JSON.stringify(history.state), \
                              'cookies ' + document.cookie, \
                              'page ' + document.documentElement.outerHTML]";
        let places: Vec<String> = self.driver.execute(script, Vec::new()).await?.convert()?;
        for (what, secret) in secrets {
            if let Some(place) = places.iter().find(|place| place.contains(secret)) {
                return Err(failure(format!("{what} is kept: {place}")));
            }
        }
        Ok(())
    }
}
