// The sentences of the assistant itself. What a Pôle says of itself comes from its site and its server.

/** The six main doors: icon, and what is sent when it is pressed: the server takes each, word for word, for a
 * command (`actions/texts.py`). */
export const DOORS = [
  ["people", "Comprendre le modèle collectif"], ["hand", "Trouver de l'accompagnement"],
  ["coins", "Trouver du financement"], ["book", "Trouver une formation"],
  ["fork", "Choisir entre coop et OBNL"], ["talk", "Parler à quelqu'un"],
];

/** What somebody may ask, as it is typed; shown where there is room. */
export const EXAMPLES = [
  "Combien de personnes pour partir une coop de travail?",
  "On veut ouvrir un café communautaire, on cherche du financement",
  "Un OBNL peut-il faire des profits?",
];

function hour(date) {
  const day = date.getDate() === new Date().getDate() ? "" : "demain, ";
  return `${day}${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}

export const TEXTS = {
  title: "Assistant de l'économie sociale",
  launcher: "Une question?",
  welcome: "Bonjour! Posez votre question, ou dites où est votre projet et ce qu'il lui faut.",
  offline: "Vous semblez hors ligne. Votre message est gardé: il partira au retour de la connexion.",
  failed: "Le message n'a pas pu être envoyé. Il est gardé: réessayez dans un instant.",
  unanswered: "Ce message n'a pas reçu de réponse.",
  busy: "Il y a beaucoup de monde en ce moment. Votre message est gardé: il repart tout seul dans quelques secondes.",
  slow: "Ça prend plus de temps que d'habitude…",
  notShown: "Cette partie de la réponse n'a pas pu être affichée. Posez la question autrement.",
  erased: "La conversation est effacée.",
  found: (until) => `Votre conversation, gardée dans ce navigateur jusqu'à ${hour(until)}.`,
  waiting: "Votre message est gardé ici: envoyez-le après la réponse.",
};
