//! SRP, ours and that of amazon-cognito-identity-js, in one page.

use std::path::Path;

use crate::{
    page_server::{Files, PageServer},
    visit::{Circumstances, Visit},
};

/// Prints what each round took, by a processor as it is and by one that is four times slower.
pub(crate) async fn run(rounds: u32, directory: &Path) {
    let server = PageServer::start(Files::read(directory, &[])).await;
    for cpu in [1, 4] {
        let circumstances = Circumstances { is_slow_network: false, cpu, is_robot: false };
        let visit = Visit::begin(&server.url, circumstances, ["", ""]).await;
        visit.until("typeof measure === \"function\"").await;
        // The first round warms both up and is left out.
        visit.ask("measure(0)").await;
        for round in 1..=rounds {
            let sample = visit.ask(&format!("measure({round})")).await;
            let numbers = sample.as_array().expect("five numbers").iter().filter_map(serde_json::Value::as_f64);
            let numbers: Vec<String> = numbers.map(|number| format!("{number:.2}")).collect();
            println!("{cpu}\t{}", numbers.join("\t"));
        }
        visit.end().await;
    }
}
