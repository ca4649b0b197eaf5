/**
 * Letters outside ASCII by language, the most frequent first, for each legacy encoding that exports are written in.
 * Frequency matters for Cyrillic only: there every byte is a letter in every one of the encodings.
 */
export const languages: ReadonlyArray<{ readonly encoding: string; readonly letters: ReadonlyArray<string> }> = [
  {
    encoding: "windows-1252",
    letters: [
      "éèàêçùâôîûëïœæÿüñ",
      "üäöß",
      "áéíóúñüªº",
      "ãáéçõíóúêâàôªº",
      "àèéìòùî",
      "åäöéøæü",
      "éëïóüèö",
      "íáðóúéöþæý",
    ],
  },
  { encoding: "windows-1250", letters: ["łąężśćóńź", "áíéčěřšžýůúťóďňľĺŕôä", "áéőóíüöúű", "ăîâşţșț", "čćđšž", "üäöß"] },
  { encoding: "windows-1251", letters: ["оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "оаинітверслкмдупязьбгчхйжїцшюєщфґ"] },
  { encoding: "iso-8859-2", letters: ["łąężśćóńź", "áíéčěřšžýůúťóďňľĺŕôä", "áéőóíüöúű", "ăîâşţ", "čćđšž"] },
  { encoding: "koi8-r", letters: ["оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"] },
  { encoding: "ibm866", letters: ["оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"] },
]

/** Signs outside ASCII that belong between words in any language. */
export const typography = new Set("\u00a0«»„“”‘’‚–—…•§°€№™®©£±²³½¼¾·¿¡×´`¨¸\u00ad")
