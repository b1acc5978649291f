//! What a token says of itself. The token itself is never shown.

use azlogs::credential::AccessToken;
use azure_core::base64::decode_url_safe;
use serde_json::Value;
use time::OffsetDateTime;

use super::{Outcome, quoted};

pub(crate) const HELP: &str = "name who sends with --credential, or set the variables of azlogs::credential::from_env: \
                               AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, say; for yourself, `az login`";

/// Judges a token by its claims.
pub(crate) fn judge(token: &AccessToken, scope: &str, name: &str) -> Outcome {
    let claims = claims(token.token.secret());
    let now = OffsetDateTime::now_utc();
    let said = claims
        .as_ref()
        .and_then(|claims| claims.get("exp")?.as_i64());
    if token.expires_on <= now || said.is_some_and(|end| end <= now.unix_timestamp()) {
        return Outcome::Amiss(
            format!("{name} gives a token that has expired"),
            "check this machine's clock, log in anew, or get a new token".to_owned(),
        );
    }
    let Some(claims) = claims else {
        return Outcome::Well(format!(
            "{name} gives a token; what it says isn't known, since it is no JWT"
        ));
    };
    let text = |claim: &str| claims.get(claim).and_then(Value::as_str).map(quoted);
    let audience = claims
        .get("aud")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !is_for(audience, scope) {
        return Outcome::Amiss(
            format!(
                "{name} gives a token for {}, and {} is asked for",
                quoted(audience),
                quoted(scope)
            ),
            "give a token for that audience, or an endpoint in the token's cloud".to_owned(),
        );
    }
    let who = ["appid", "azp", "upn", "oid"]
        .into_iter()
        .find_map(|claim| Some(format!("{claim} {}", text(claim)?)));
    let who = who.unwrap_or_else(|| "somebody whom it doesn't name".to_owned());
    Outcome::Well(format!(
        "{name} gives a token for {}, of {who}",
        quoted(audience)
    ))
}

/// Whether a token for an audience is one for a scope. Slashes at the end make no difference to the service.
fn is_for(audience: &str, scope: &str) -> bool {
    let wanted = scope.trim_end_matches(".default");
    audience.trim_end_matches('/') == wanted.trim_end_matches('/')
}

/// What a JWT says. It isn't verified: the service does that.
fn claims(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
    serde_json::from_slice(&decode_url_safe(claims).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use azure_core::base64::encode_url_safe;
    use azure_core::credentials::Secret;

    use super::*;

    const SCOPE: &str = "https://monitor.azure.com/.default";

    fn outcome(claims: &str, seconds: i64) -> Outcome {
        let token = format!("e30.{}.hush", encode_url_safe(claims));
        let expires = OffsetDateTime::now_utc() + time::Duration::seconds(seconds);
        judge(&AccessToken::new(Secret::new(token), expires), SCOPE, "it")
    }

    #[test]
    fn a_token_for_the_service_is_well_and_names_who_sends() {
        for audience in ["https://monitor.azure.com", "https://monitor.azure.com/"] {
            let claims = format!(r#"{{"aud":"{audience}","oid":"7","appid":"8"}}"#);
            let Outcome::Well(seen) = outcome(&claims, 60) else {
                panic!("{audience}");
            };
            assert!(seen.ends_with("of appid `8`"), "{seen}");
            assert!(!seen.contains("hush"));
        }
    }

    #[test]
    fn another_audience_and_an_old_token_are_amiss() {
        let other = outcome(r#"{"aud":"https://management.azure.com"}"#, 60);
        assert!(
            matches!(&other, Outcome::Amiss(told, _) if told.contains("management.azure.com")),
            "{other:?}"
        );
        let old = outcome(r#"{"aud":"https://monitor.azure.com"}"#, -60);
        assert!(
            matches!(&old, Outcome::Amiss(told, _) if told.contains("expired")),
            "{old:?}"
        );
        let stale = outcome(r#"{"aud":"https://monitor.azure.com","exp":1000}"#, 60);
        assert!(
            matches!(&stale, Outcome::Amiss(told, _) if told.contains("expired")),
            "{stale:?}"
        );
    }

    #[test]
    fn what_is_no_jwt_is_taken_as_it_is() {
        for text in ["opaque", "a.b", "a.!.c", "a.e30"] {
            let expires = OffsetDateTime::now_utc() + Duration::from_secs(60);
            let token = AccessToken::new(Secret::new(text.to_owned()), expires);
            assert!(
                matches!(judge(&token, SCOPE, "it"), Outcome::Well(_)),
                "{text}"
            );
        }
    }
}
