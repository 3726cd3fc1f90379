/* Files are sent one by one, each with its progress; words chosen in the text become evidence. */
"use strict";

const list = document.querySelector(".files");
const form = document.querySelector(".drop");

function say(row, text) {
  row.querySelector("span").textContent = text;
}

function newRow(name) {
  const row = document.createElement("li");
  const title = document.createElement("b");
  title.textContent = name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Đã gửi của ${name}`);
  row.append(title, ": ", bar, " ", document.createElement("span"));
  list.prepend(row);
  return row;
}

function done(row, request) {
  row.querySelector("progress").remove();
  if (request.status !== 200) {
    say(row, request.status === 400 ? request.responseText : "Chưa gửi được, anh/chị thử lại sau.");
    row.querySelector("span").className = "wrong";
    return;
  }
  const part = document.createElement("template");
  part.innerHTML = request.responseText;
  const taken = part.content.querySelector("li");
  row.replaceWith(taken);
  htmx.process(taken);
}

function send(file) {
  return new Promise((resolve) => {
    const row = newRow(file.name);
    const body = new FormData();
    body.append("tep", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      row.querySelector("progress").value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => say(row, "đang kiểm tra…"));
    request.addEventListener("loadend", () => {
      done(row, request);
      resolve();
    });
    request.send(body);
  });
}

async function sendAll(files) {
  // One after another: each has the whole line, and the disk.
  for (const file of files) await send(file);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll([...form.elements.tep.files]);
    form.reset();
  });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, () => form.classList.remove("over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    sendAll([...event.dataTransfer.files]);
  });
}

const text = document.querySelector(".text");
for (const button of document.querySelectorAll(".pick")) {
  button.hidden = !text;
  button.addEventListener("click", () => {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || !text.contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
    const part = chosen.getRangeAt(0).cloneContents();
    // The numbers of facts stand in the text on the page, not in the document.
    for (const number of part.querySelectorAll(".ref")) number.remove();
    document.getElementById(button.dataset.for).value = part.textContent.trim();
  });
}
