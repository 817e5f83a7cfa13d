// Progressive enhancement only: everything here also works as a link or a form.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (event, selector, act) =>
  document.addEventListener(event, (e) => {
    const found = e.target.closest?.(selector);
    if (found) act(found, e);
  });

// Theme, dialogs, toasts
on("click", "[data-open]", (button) => open(button.dataset.open));
on("click", "dialog", (dialog, e) => e.target === dialog && dialog.close());
on("click", "[data-theme-toggle]", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  localStorage.setItem("tema", (root.dataset.theme = dark ? "light" : "dark"));
  document.dispatchEvent(new Event("tema"));
});

function open(id) {
  const dialog = $("#" + id);
  if (dialog && !dialog.open) dialog.showModal();
}

function toast(text) {
  if ($(".toast:last-child")?.textContent === text) return; // a page that watches would say it every second
  const box = document.createElement("div");
  box.className = "toast";
  box.append(text);
  $(".toasts").append(box);
  fade(box);
}
const fade = (box) => setTimeout(() => box.remove(), 8000);
$$("[data-toast]").forEach(fade);

// What the server refuses in a part of a page, and what never reached it
document.addEventListener("htmx:responseError", (e) => {
  const { xhr } = e.detail;
  const plain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  toast(plain ? xhr.responseText : "No se ha podido hacer. Vuelve a cargar la página.");
});
const offline = $("[data-offline]");
const connected = (is) => offline && (offline.hidden = is);
document.addEventListener("htmx:sendError", () => connected(false));
document.addEventListener("htmx:afterOnLoad", () => connected(true));
addEventListener("offline", () => connected(false));
addEventListener("online", () => connected(true));

// A form that writes is sent once; its button says so
on("submit", "form[data-once]", (form, e) => {
  if (form.dataset.sent) return e.preventDefault();
  form.dataset.sent = "yes";
  const button = e.submitter;
  if (button && form.dataset.busy) setTimeout(() => (button.textContent = form.dataset.busy));
});
addEventListener("pageshow", (e) => e.persisted && $$("[data-sent]").forEach((form) => delete form.dataset.sent));

// Files: dropping them is choosing them
const zone = $("[data-dropzone]");
if (zone) {
  const input = $("[data-drop]", zone);
  const shown = $("[data-chosen]", zone);
  const say = () => (shown.textContent = [...input.files].map((file) => file.name).join(" · "));
  input.addEventListener("change", say);
  for (const name of ["dragenter", "dragover"])
    zone.addEventListener(name, (e) => (e.preventDefault(), zone.classList.add("over")));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (e) => {
    e.preventDefault();
    input.files = e.dataTransfer.files;
    say();
  });
}

// Keyboard. Single keys can be switched off (WCAG 2.1.4) and never fire while typing.
const single = () => localStorage.getItem("teclas") !== "no";
const toggle = $("[data-keys-toggle]");
if (toggle) {
  toggle.checked = single();
  toggle.onchange = () => localStorage.setItem("teclas", toggle.checked ? "si" : "no");
}

function move(step) {
  const rows = $$("[data-row]");
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.classList.contains("cur"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  rows[at]?.classList.remove("cur");
  next.classList.add("cur");
  $("a", next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

const TYPING = "input:not([type=checkbox],[type=radio],[type=file]),textarea,select";
let went = 0;
document.addEventListener("keydown", (e) => {
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k") return e.preventDefault(), open("paleta");
  if (e.ctrlKey && e.key === "Enter") return press("ctrl+Enter", e);
  if (e.ctrlKey || e.metaKey || e.altKey || !single() || $("dialog[open]") || e.target.matches(TYPING)) return;
  const key = e.key.toLowerCase();
  if (went && Date.now() - went < 900) {
    went = 0;
    const link = $(`[data-go="${CSS.escape(key)}"]`);
    if (link) return location.assign(link.href);
  }
  if ((key === "j" || key === "k") && move(key === "j" ? 1 : -1)) return e.preventDefault();
  if (key === "/" && $("#q")) return e.preventDefault(), $("#q").focus();
  if (key === "?") return open("atajos");
  if (key === "g") return (went = Date.now());
  press(key, e);
});

function press(key, e) {
  const found = $(`[data-key="${CSS.escape(key)}"]`);
  if (found) e.preventDefault(), found.click();
}

// Command palette: pages are filtered here, numbers are looked up by the server; arrows move, Intro goes
const palette = $("[data-palette]");
if (palette) {
  const input = $("#palq");
  const all = () => $$("[role=option]", palette).filter((one) => !one.hidden && one.dataset.href);
  let at = 0;
  const mark = () => {
    const shown = all();
    at = Math.max(0, Math.min(at, shown.length - 1));
    shown.forEach((one, i) => {
      one.id = "op" + i;
      one.setAttribute("aria-selected", i === at);
    });
    input.setAttribute("aria-activedescendant", shown[at]?.id ?? "");
  };
  const filter = () => {
    const wanted = input.value.trim().toLowerCase();
    $$("[data-local]", palette).forEach((one) => (one.hidden = !one.textContent.toLowerCase().includes(wanted)));
    at = 0;
    mark();
  };
  input.addEventListener("input", filter);
  palette.addEventListener("htmx:afterSwap", () => ((at = 0), mark()));
  input.addEventListener("keydown", (e) => {
    const count = all().length;
    if (e.key === "ArrowDown") at = (at + 1) % count;
    else if (e.key === "ArrowUp") at = (at + count - 1) % count;
    else if (e.key === "Enter" && count) return e.preventDefault(), location.assign(all()[at].dataset.href);
    else return;
    e.preventDefault();
    mark();
  });
  on("click", "[data-palette] [data-href]", (one) => location.assign(one.dataset.href));
  filter();
}
