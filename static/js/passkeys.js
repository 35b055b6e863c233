// Asks the browser for a passkey, or for a new one. All that it does is carry bytes between the site and the browser.
(function () {
  "use strict";

  var FAILED = "It did not work. Try again, or use another way.";
  // By the name of what browsers throw; what they say is for those who made them.
  var KNOWN = { InvalidStateError: "This device or key has a passkey of yours already." };

  function toBytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function toText(bytes) {
    if (!bytes) return undefined;
    var plain = String.fromCharCode.apply(null, new Uint8Array(bytes));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(keys) {
    return (keys || []).map(function (key) { return { type: key.type, id: toBytes(key.id), transports: key.transports }; });
  }

  function forBrowser(asked) {
    asked.challenge = toBytes(asked.challenge);
    if (asked.user) asked.user.id = toBytes(asked.user.id);
    if (asked.excludeCredentials) asked.excludeCredentials = withBytes(asked.excludeCredentials);
    if (asked.allowCredentials) asked.allowCredentials = withBytes(asked.allowCredentials);
    return { publicKey: asked };
  }

  function forSite(key) {
    var given = key.response;
    return {
      id: key.id,
      rawId: toText(key.rawId),
      type: key.type,
      authenticatorAttachment: key.authenticatorAttachment || undefined,
      clientExtensionResults: key.getClientExtensionResults(),
      response: {
        clientDataJSON: toText(given.clientDataJSON),
        attestationObject: toText(given.attestationObject),
        transports: given.getTransports ? given.getTransports() : undefined,
        authenticatorData: toText(given.authenticatorData),
        signature: toText(given.signature),
        userHandle: toText(given.userHandle)
      }
    };
  }

  function send(form, address, body) {
    var headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    return fetch(address, { method: "POST", credentials: "same-origin", headers: headers, body: JSON.stringify(body) }).then(function (answer) {
      return answer.json().then(function (read) {
        if (answer.ok) return read;
        throw new Error(read.detail || FAILED);
      });
    });
  }

  function ask(form) {
    var makes = form.dataset.passkey === "create";
    var next = "?next=" + encodeURIComponent(form.elements.next.value);
    return send(form, form.dataset.begin, {}).then(function (asked) {
      var wanted = forBrowser(asked);
      return makes ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted);
    }).then(function (key) {
      return send(form, form.dataset.complete + next, forSite(key));
    }).then(function (done) {
      window.location.assign(done.redirect_url);
    });
  }

  var knowsPasskeys = window.isSecureContext && window.PublicKeyCredential && navigator.credentials;
  Array.prototype.forEach.call(document.querySelectorAll("[data-passkey]"), function (form) {
    if (!knowsPasskeys) return;
    var status = form.querySelector("[role=status]");
    var button = form.querySelector("button");
    form.hidden = false;
    form.nextElementSibling.hidden = true;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      status.textContent = "";
      button.disabled = true;
      ask(form).catch(function (problem) {
        status.textContent = problem instanceof DOMException ? KNOWN[problem.name] || FAILED : problem.message;
        button.disabled = false;
        button.focus();
      });
    });
  });

  Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
}());
