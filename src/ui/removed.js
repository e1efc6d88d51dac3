// When an element is removed that has the focus, the focus goes nowhere, and who cannot see the page does not hear where they
// are. Unless something else takes it, it goes to the heading of what is around.

const AROUND = "section, aside, main, dialog";

export const remove = (element) => {
  const around = element.contains(document.activeElement) && element.parentElement?.closest(AROUND);
  element.remove();
  if (!around) return;
  requestAnimationFrame(() => {
    const isNowhere = [null, document.body].includes(document.activeElement);
    const place = around.isConnected && around.querySelector("h1, h2") ? around : document;
    const heading = isNowhere && place.querySelector("h1, h2");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  });
};
