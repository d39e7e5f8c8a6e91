/* The course: an answer is judged at once, and how far the reader has come is known to the page alone. */
(function () {
  "use strict";

  /** Show whether the chosen answer of a question is right, and why. */
  function judge(question) {
    const chosen = question.querySelector("input:checked");
    const isRight = "vipRight" in chosen.dataset;
    const why = question.querySelector(`[data-vip-why="${chosen.value}"]`).textContent;
    question.dataset.vipQuestion = isRight ? "right" : "wrong";
    question.querySelector("[data-vip-answer]").textContent = `${isRight ? "Rätt." : "Inte riktigt."} ${why}`;
  }

  /** Return how many questions there are and how many are right; of the cases of a step, one is enough. */
  function progress() {
    const isRight = (question) => question.dataset.vipQuestion === "right";
    const all = [...document.querySelectorAll("[data-vip-question]")];
    const alone = all.filter((question) => !question.closest("[data-vip-case]"));
    const steps = new Set([...document.querySelectorAll("[data-vip-case]")].map((one) => one.closest("section")));
    const solved = [...steps].filter((step) => [...step.querySelectorAll("[data-vip-case] [data-vip-question]")].some(isRight));
    return { total: alone.length + steps.size, right: alone.filter(isRight).length + solved.length };
  }

  function showProgress(line, remaining) {
    const { total, right } = progress();
    line.textContent = `${right} av ${total} frågor rätt besvarade.`;
    remaining.textContent =
      right < total
        ? `${total - right} ${total - right === 1 ? "fråga" : "frågor"} återstår. Av fallen räcker ett. Du kan skriva ut intyget ändå.`
        : "Alla frågor är rätt besvarade. Skriv ditt namn om du vill, och skriv ut intyget. Namnet sparas inte.";
  }

  document.addEventListener("DOMContentLoaded", () => {
    const line = document.querySelector("[data-vip-progress]");
    const remaining = document.querySelector("[data-vip-remaining]");
    const name = document.getElementById("vip--namn");
    line.hidden = false;
    document.querySelector("[data-vip-fields]").hidden = false;
    for (const key of document.querySelectorAll("[data-vip-key]")) key.hidden = true;
    showProgress(line, remaining);
    document.addEventListener("change", ({ target }) => {
      const question = target.closest("[data-vip-question]");
      if (!question) return;
      judge(question);
      showProgress(line, remaining);
    });
    name.addEventListener("input", () => {
      document.querySelector("[data-vip-name]").textContent = name.value;
    });
    document.querySelector("[data-vip-print]").addEventListener("click", () => {
      document.querySelector("[data-vip-day]").textContent = new Date().toLocaleDateString("sv-SE");
      document.body.dataset.vipPrints = "intyg";
      print();
    });
    addEventListener("afterprint", () => delete document.body.dataset.vipPrints);
  });

  /* A browser may bring answers and the name back when the page is opened again; they are gone with the visit. */
  addEventListener("pageshow", () => {
    for (const input of document.querySelectorAll("[data-vip-question] input, #vip--namn")) {
      if (input.type === "radio") input.checked = false;
      else input.value = "";
    }
  });
})();
