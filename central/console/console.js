/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small comforts; every page works without them. No inline script stands in any page. */
"use strict";

/* The box in a table's head chooses all rows. */
for (const all of document.querySelectorAll("input[data-choose-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]"))
      box.checked = all.checked;
  });
}

/* The box under a password shows what was typed. */
for (const box of document.querySelectorAll("input[data-reveal]")) {
  box.parentElement.hidden = false;
  box.checked = false;
  box.addEventListener("change", () => {
    for (const id of box.dataset.reveal.split(" "))
      document.getElementById(id).type = box.checked ? "text" : "password";
  });
}

/* A part of a page that is asked for again and again: what it shows is never older than a second.
 * The focus stays where it is; what is most important stands in the window's title, too. */
const replace = (part, text) => {
  const focus = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.innerHTML = text;
  if (focus !== "")
    document.getElementById(focus)?.focus({ preventScroll: true });
};
for (const part of document.querySelectorAll("[data-refresh]")) {
  const name = document.title;
  let shown = "";
  const refresh = async () => {
    try {
      const answer = await fetch(part.dataset.refresh, { credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect") {
        location.reload(); /* the session has run out: never a list that looks alive and is not */
        return;
      }
      const text = answer.ok ? await answer.text() : shown;
      if (text !== shown) {
        replace(part, text);
        shown = text;
        const title = part.querySelector("[data-title]")?.dataset.title;
        document.title = title ? `${title} · ${name}` : name;
      }
    } catch {
      /* The network went away: what is shown stays, the next try comes soon. */
    }
    setTimeout(refresh, 700);
  };
  setTimeout(refresh, 700);
}

/* A second click while the first is on its way does nothing. */
document.addEventListener("submit", (event) => {
  /* What opens elsewhere leaves this page standing: it may be asked for again. */
  const target = event.submitter?.formTarget || event.target.target;
  if (event.target.method !== "post" || target === "_blank")
    return;
  if (event.target.dataset.sent)
    event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]"))
    delete form.dataset.sent;
});

/* A file that is too large is said so before it travels. */
for (const input of document.querySelectorAll("input[type=file][data-max]"))
  input.addEventListener("change", () => {
    const large = [...input.files].some((file) => file.size > Number(input.dataset.max));
    input.setCustomValidity(large ? input.dataset.tooLarge : "");
    input.reportValidity();
  });

/* A phone's photograph of a paper is larger than a page may be: it is made smaller before it leaves. */
async function shrink(file, limit) {
  if (file.size <= limit || !file.type.startsWith("image/"))
    return file;
  const picture = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  for (let edge = 2400; edge >= 1000; edge -= 200) {
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    if (blob !== null && blob.size <= limit)
      return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type });
  }
  return file; /* central says what is wrong with it */
}
for (const input of document.querySelectorAll("input[data-shrink]"))
  input.addEventListener("change", async () => {
    const buttons = [...input.form.querySelectorAll("button")].filter((button) => !button.disabled);
    const chosen = [...input.files];
    buttons.forEach((button) => { button.disabled = true; });
    try {
      const smaller = new DataTransfer();
      for (const file of chosen)
        smaller.items.add(await shrink(file, Number(input.dataset.shrink)));
      input.files = smaller.files;
    } catch {
      /* No picture that this browser knows: central says so. */
    }
    buttons.forEach((button) => { button.disabled = false; });
  });
