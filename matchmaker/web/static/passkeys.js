// Passkeys: <form data-passkey="what is asked, in JSON"> is answered by the device (WebAuthn), then sent. It is the one
// page that needs a script: only a script may ask a device. Loaded by the pages that have such a form, and no others.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

function text(buffer) {
  const signs = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The same is in newer browsers (parseCreationOptionsFromJSON, toJSON); older ones have passkeys as well.
async function answer(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    publicKey[list] = (asked[list] ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  }
  if (asked.user) publicKey.user = { ...asked.user, id: bytes(asked.user.id) };
  const ask = asked.user ? "create" : "get";
  const key = await navigator.credentials[ask]({ publicKey });
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = text(key.response[part]);
  }
  return JSON.stringify({ id: key.id, rawId: key.id, type: key.type, response });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const part = (name) => form.querySelector(`[data-passkey-${name}]`);
  const button = part("known").querySelector("button");
  part("known").hidden = !window.PublicKeyCredential;
  part("unknown").hidden = !part("known").hidden;
  button.addEventListener("click", async () => {
    part("failed").hidden = true;
    button.disabled = true;
    try {
      form.elements.answer.value = await answer(JSON.parse(form.dataset.passkey));
      form.requestSubmit();
    } catch {
      part("failed").hidden = false; // refused, gone away, or made already: the browser has said which
    }
    button.disabled = false;
  });
}
