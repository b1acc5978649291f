//! A token shows nowhere but in its header.

use super::*;

const TOKEN: &str = "hush-hush";

#[tokio::test(start_paused = true)]
async fn no_token_shows_in_what_the_crate_formats() {
    let (deliverer, script) = Stage::new([Act::status(403)]).open();
    let request = request(&limiter());
    let delivery = deliverer.deliver(&request).await;
    assert_eq!(script.tokens(), [format!("Bearer {TOKEN}")]);
    let formatted = format!(
        "{deliverer:?} {deliverer:#?} {request:?} {delivery:?} {:?}",
        StaticToken::new(TOKEN)
    );
    assert!(!formatted.contains(TOKEN), "{formatted}");
    // A transport that logs the request it was given doesn't show it either.
    let logged = format!("{:?}", script.seen());
    assert!(
        logged.contains("Sensitive") && !logged.contains(TOKEN),
        "{logged}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_that_a_proxy_echoes_is_blotted_out() {
    let echoes = [
        Act::status(403).body(format!("you sent Authorization: Bearer {TOKEN}")),
        Act::status(403).body(format!(
            r#"{{"error":{{"code":"{TOKEN}","message":"{TOKEN} is bad"}}}}"#
        )),
        Act::status(403)
            .header("x-ms-error-code", TOKEN)
            .header("x-ms-request-id", TOKEN),
    ];
    for echo in echoes {
        let error = Stage::new([echo.clone()])
            .deliver()
            .await
            .0
            .result
            .unwrap_err();
        let formatted = format!("{error} {error:?}");
        assert!(
            formatted.contains("***") && !formatted.contains(TOKEN),
            "{echo:?}: {formatted}"
        );
    }
}
