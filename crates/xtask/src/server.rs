//! A server of static files on 127.0.0.1, for people at work and for the browser tests.

use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::anyhow;
use anyhow::bail;
use tiny_http::Header;
use tiny_http::Method;
use tiny_http::Request;
use tiny_http::Response;
use tiny_http::StatusCode;

use crate::mime;
use crate::process;
use crate::reload;
use crate::reload::Builds;
use crate::served_path;

/// A port that is ours, not yet served.
#[derive(Debug)]
pub(crate) struct Port {
    listener: TcpListener,
    address: SocketAddr,
}

impl Port {
    /// Takes a port; 0 takes any free one.
    pub(crate) fn take(port: u16) -> Result<Self> {
        let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Err(error) if process::is_taken(&error) => {
                let other = port.checked_add(1).unwrap_or(crate::args::DEFAULT_PORT);
                bail!("port {port} is in use; choose another: `cargo xtask serve --port {other}`")
            }
            listener => listener.with_context(|| format!("cannot listen on 127.0.0.1:{port}"))?,
        };
        let address = listener
            .local_addr()
            .context("cannot ask for our own address")?;
        Ok(Self { listener, address })
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves the files below a folder until the returned value is dropped. With `builds`, pages reload after each build.
    pub(crate) fn serve(self, folder: PathBuf, builds: Option<Arc<Builds>>) -> Result<Server> {
        let url = self.url();
        let http = tiny_http::Server::from_listener(self.listener, None)
            .map_err(|error| anyhow!("cannot serve {url}: {error}"))?;
        let http = Arc::new(http);
        let site = Arc::new(Site { folder, builds });
        let accepting = Arc::clone(&http);
        // One short-lived thread per request: a reload's answer may wait long, and a page asks for few files.
        thread::spawn(move || {
            for request in accepting.incoming_requests() {
                let site = Arc::clone(&site);
                thread::spawn(move || site.answer(request));
            }
        });
        Ok(Server { http, url })
    }
}

/// A running server.
pub(crate) struct Server {
    http: Arc<tiny_http::Server>,
    url: String,
}

impl Server {
    /// The address of the page.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.http.unblock();
    }
}

struct Site {
    folder: PathBuf,
    builds: Option<Arc<Builds>>,
}

/// What to send back.
#[derive(Debug)]
struct Answer {
    status: u16,
    media_type: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Site {
    fn answer(&self, request: Request) {
        let answer = match request.method() {
            Method::Get | Method::Head => self.get(request.url()),
            _ => Answer::text(405, "only GET and HEAD are answered here\n"),
        };
        // The one who asked may be gone; that is no fault of ours.
        let _ = request.respond(answer.into_response());
    }

    fn get(&self, url: &str) -> Answer {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        match &self.builds {
            Some(builds) if path == reload::PATH => {
                return Answer::text(200, &builds.after(query.parse().ok()).to_string());
            }
            Some(builds) if path == reload::SCRIPT_PATH => {
                let script = reload::script(builds.number());
                return Answer::new(
                    200,
                    mime::of(Path::new(reload::SCRIPT_PATH)),
                    script.into_bytes(),
                );
            }
            _ => {}
        }
        let Some(relative) = served_path::relative(path) else {
            return self.not_found(path);
        };
        let mut file = self.folder.join(relative);
        if file.is_dir() {
            if !path.ends_with('/') {
                return Answer::redirect(format!("{path}/"));
            }
            file.push("index.html");
        }
        match served_path::read_below(&self.folder, &file) {
            Ok(body) => self.page(200, mime::of(&file), body),
            Err(_) => self.not_found(path),
        }
    }

    fn not_found(&self, path: &str) -> Answer {
        let path = path.replace('&', "&amp;").replace('<', "&lt;");
        let hint = match self.builds {
            Some(_) => {
                "If the build has just failed, the terminal says why; this page reloads after the next one."
            }
            None => "The page begins at <a href=\"/\">/</a>.",
        };
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Not found</title>\n\
             <body><h1>Not found</h1><p>There is no <code>{path}</code> here. {hint}</p></body></html>\n"
        );
        self.page(404, mime::of(Path::new("x.html")), html.into_bytes())
    }

    fn page(&self, status: u16, media_type: &'static str, body: Vec<u8>) -> Answer {
        if self.builds.is_none() || !media_type.starts_with("text/html") {
            return Answer::new(status, media_type, body);
        }
        let html = String::from_utf8_lossy(&body).into_owned();
        Answer::new(status, media_type, reload::inject(html).into_bytes())
    }
}

impl Answer {
    fn new(status: u16, media_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status,
            media_type,
            location: None,
            body,
        }
    }

    fn text(status: u16, body: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body.into())
    }

    fn redirect(location: String) -> Self {
        Self {
            location: Some(location),
            ..Self::text(301, "")
        }
    }

    fn into_response(self) -> Response<io::Cursor<Vec<u8>>> {
        let mut response = Response::from_data(self.body)
            .with_status_code(StatusCode(self.status))
            .with_chunked_threshold(usize::MAX); // with its length, so that a page can show progress
        let headers = [
            ("Content-Type", Some(self.media_type)),
            // Always asked for anew: the file may have been built since.
            ("Cache-Control", Some("no-cache")),
            ("X-Content-Type-Options", Some("nosniff")),
            ("Location", self.location.as_deref()),
            ("Allow", (self.status == 405).then_some("GET, HEAD")),
        ];
        for (name, value) in headers {
            if let Some(Ok(header)) = value.map(|value| Header::from_bytes(name, value)) {
                response.add_header(header);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Read as _;
    use std::io::Write as _;
    use std::net::TcpStream;

    fn ask(url: &str, request: &str) -> String {
        let address = url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn files_are_served_with_their_types() {
        let folder = std::env::temp_dir().join(format!("glassbox-server-{}", std::process::id()));
        fs::create_dir_all(folder.join("wasm")).unwrap();
        fs::write(folder.join("index.html"), "<body>hello</body>").unwrap();
        fs::write(folder.join("wasm/site_bg.wasm"), "\0asm").unwrap();
        let server = Port::take(0).unwrap().serve(folder.clone(), None).unwrap();

        let page = ask(server.url(), "GET /?seed=1");
        assert!(
            page.starts_with("HTTP/1.1 200") && page.ends_with("<body>hello</body>"),
            "{page}"
        );
        assert!(page.contains("Cache-Control: no-cache"));
        let wasm = ask(server.url(), "GET /wasm/site_bg.wasm");
        assert!(wasm.contains("Content-Type: application/wasm"), "{wasm}");
        let head = ask(server.url(), "HEAD /");
        assert!(
            head.starts_with("HTTP/1.1 200") && !head.contains("hello"),
            "{head}"
        );
        assert!(ask(server.url(), "GET /wasm").starts_with("HTTP/1.1 301"));
        assert!(ask(server.url(), "GET /nothing").starts_with("HTTP/1.1 404"));
        assert!(ask(server.url(), "GET /../Cargo.toml").starts_with("HTTP/1.1 404"));
        assert!(ask(server.url(), "POST /").starts_with("HTTP/1.1 405"));
        assert!(ask(server.url(), "GET /__reload").starts_with("HTTP/1.1 404"));

        let builds = Arc::new(Builds::new());
        let watching = Port::take(0)
            .unwrap()
            .serve(folder.clone(), Some(builds))
            .unwrap();
        assert!(
            ask(watching.url(), "GET /").contains("<script type=\"module\" src=\"/__reload.js\">")
        );
        assert!(ask(watching.url(), "GET /__reload.js").contains("text/javascript"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_busy_port_says_so_and_what_to_do() {
        let taken = Port::take(0).unwrap();
        let error = Port::take(taken.address.port()).unwrap_err().to_string();
        assert!(
            error.contains("is in use") && error.contains("--port"),
            "{error}"
        );
    }
}
