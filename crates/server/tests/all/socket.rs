//! The server on a real socket: it serves, works by itself, and stops when told.

use std::time::Duration;

use server::{Config, Server};
use testkit::TestApp;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
};

const PATIENCE: Duration = Duration::from_secs(20);

async fn ask(address: std::net::SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that has answered may close while the rest is still being sent.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn it_serves_works_and_stops() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    let config = Config { workers: 1, ..app.config.clone() };
    let server = Server::bind(config, app.parts()).await.unwrap();
    let address = server.address().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move {
        let _ = stopped.await;
    }));
    let answer = ask(address, b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");

    let decided = async {
        while app.show(&session).await["status"] == "processing" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, decided).await.expect("a worker takes the job by itself");
    assert_eq!(app.show(&session).await["status"], "approved");

    stop.send(()).unwrap();
    tokio::time::timeout(PATIENCE, running).await.expect("it stops").unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_body_announced_too_large_is_refused_before_it_arrives() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let server = Server::bind(app.config.clone(), app.parts()).await.unwrap();
    let address = server.address().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move {
        let _ = stopped.await;
    }));
    let request = format!(
        "POST /v1/client/evidence/front HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n\
         content-type: image/png\r\ncontent-length: 100000000\r\nconnection: close\r\n\r\n",
        session.token
    );
    let answer = tokio::time::timeout(PATIENCE, ask(address, request.as_bytes())).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("image.too_large"), "{answer}");
    stop.send(()).unwrap();
    tokio::time::timeout(PATIENCE, running).await.expect("it stops").unwrap().unwrap();
}
