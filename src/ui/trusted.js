// The one place where the app writes HTML, which is its own: icons and the mark (src/ui/drawn/element.rs takes nothing but what was
// compiled in). A page whose policy asks for Trusted Types lets one policy of this name be made, and nobody else can get at it.
let policy;
try {
  policy = trustedTypes.createPolicy("leptos-cognito", { createHTML: (html) => html });
} catch {
  // A browser without them, or a page around that has a default policy of its own.
}

export const write = (element, html) => {
  element.innerHTML = policy ? policy.createHTML(html) : html;
};
