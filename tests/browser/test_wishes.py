"""What a device asks of every page: no movement, or the few colours that its reader can tell apart."""

from tests.browser_fixtures import Browse

MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const { animationName, transitionDuration } = getComputedStyle(one);
  return animationName !== "none" || transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
}).map((one) => one.outerHTML.slice(0, 80))"""
# Ticks are drawn by the browser itself.
EDGELESS = """() => [...document.querySelectorAll("main button, main .button, main input, main select")]
  .filter((one) => !one.matches("[type=checkbox], [type=radio]") && one.checkVisibility())
  .filter((one) => getComputedStyle(one).borderTopStyle === "none")
  .map((one) => one.outerHTML.slice(0, 80))"""


def test_nothing_moves_for_whoever_asks_for_stillness(browse: Browse) -> None:
    eve = browse(reduced_motion="reduce")
    for path in ("/", "/offers/", "/sign-in"):
        eve.goto(path)
        assert eve.page.evaluate(MOVING) == []


def test_what_can_be_pressed_keeps_its_edge_in_forced_colours(browse: Browse) -> None:
    eve = browse(forced_colors="active")
    for path in ("/offers/", "/sign-in"):
        eve.goto(path)
        assert eve.page.evaluate(EDGELESS) == []
