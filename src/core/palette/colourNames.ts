/**
 * Names of opaque colours as ImageMagick gives them (its built-in table, SVG compliance): where one colour has
 * several names the first of the table wins, so 105 grey is `DimGray` but 245 grey is `grey96`.
 * Each word is a name and six hexadecimal digits; `grey0` … `grey100` are computed.
 */
const BEFORE_GREYS =
  'black000000 redff0000 magentaff00ff green008000 cyan00ffff blue0000ff yellowffff00 whiteffffff ' +
  'AliceBluef0f8ff AntiqueWhitefaebd7 aquamarine7fffd4 azuref0ffff beigef5f5dc bisqueffe4c4 BlanchedAlmondffebcd ' +
  'BlueViolet8a2be2 browna52a2a burlywooddeb887 CadetBlue5f9ea0 chartreuse7fff00 chocolated2691e coralff7f50 ' +
  'CornflowerBlue6495ed cornsilkfff8dc crimsondc143c DarkBlue00008b DarkCyan008b8b DarkGoldenrodb8860b ' +
  'DarkGraya9a9a9 DarkGreen006400 DarkKhakibdb76b DarkMagenta8b008b DarkOliveGreen556b2f DarkOrangeff8c00 ' +
  'DarkOrchid9932cc DarkRed8b0000 DarkSalmone9967a DarkSeaGreen8fbc8f DarkSlateBlue483d8b DarkSlateGray2f4f4f ' +
  'DarkTurquoise00ced1 DarkViolet9400d3 DeepPinkff1493 DeepSkyBlue00bfff DimGray696969 DodgerBlue1e90ff ' +
  'firebrickb22222 FloralWhitefffaf0 ForestGreen228b22 fractal808080 gainsborodcdcdc GhostWhitef8f8ff goldffd700 ' +
  'goldenroddaa520 gray7e7e7e greybebebe';
const AFTER_GREYS =
  'honeydewf0fff0 HotPinkff69b4 IndianRedcd5c5c indigo4b0082 ivoryfffff0 khakif0e68c lavendere6e6fa ' +
  'LavenderBlushfff0f5 LawnGreen7cfc00 LemonChiffonfffacd LightBlueadd8e6 LightCoralf08080 LightCyane0ffff ' +
  'LightGoldenrodYellowfafad2 LightGrayd3d3d3 LightGreen90ee90 LightPinkffb6c1 LightSalmonffa07a ' +
  'LightSeaGreen20b2aa LightSkyBlue87cefa LightSlateGray778899 LightSteelBlueb0c4de LightYellowffffe0 lime00ff00 ' +
  'LimeGreen32cd32 linenfaf0e6 maroon800000 MediumAquamarine66cdaa MediumBlue0000cd MediumOrchidba55d3 ' +
  'MediumPurple9370db MediumSeaGreen3cb371 MediumSlateBlue7b68ee MediumSpringGreen00fa9a MediumTurquoise48d1cc ' +
  'MediumVioletRedc71585 MidnightBlue191970 MintCreamf5fffa MistyRoseffe4e1 moccasinffe4b5 NavajoWhiteffdead ' +
  'navy000080 OldLacefdf5e6 olive808000 OliveDrab6b8e23 orangeffa500 OrangeRedff4500 orchidda70d6 ' +
  'PaleGoldenrodeee8aa PaleGreen98fb98 PaleTurquoiseafeeee PaleVioletReddb7093 PapayaWhipffefd5 PeachPuffffdab9 ' +
  'perucd853f pinkffc0cb plumdda0dd PowderBlueb0e0e6 purple800080 RosyBrownbc8f8f RoyalBlue4169e1 ' +
  'SaddleBrown8b4513 salmonfa8072 SandyBrownf4a460 SeaGreen2e8b57 seashellfff5ee siennaa0522d silverc0c0c0 ' +
  'SkyBlue87ceeb SlateBlue6a5acd SlateGray708090 snowfffafa SpringGreen00ff7f SteelBlue4682b4 tand2b48c ' +
  'teal008080 thistled8bfd8 tomatoff6347 turquoise40e0d0 violetee82ee wheatf5deb3 WhiteSmokef5f5f5 ' +
  'YellowGreen9acd32';

let names: Map<number, string> | undefined;

/**
 * The name of an opaque colour, or undefined where it has none.
 *
 * @param red 0 … 255
 * @param green 0 … 255
 * @param blue 0 … 255
 */
export function colourName(red: number, green: number, blue: number): string | undefined {
  return namedColours().get((red << 16) | (green << 8) | blue);
}

/** Every name with its colour, red · 65536 + green · 256 + blue. */
export function namedColours(): ReadonlyMap<number, string> {
  return (names ??= buildNames());
}

function buildNames(): Map<number, string> {
  const table = new Map<number, string>();
  const add = (name: string, colour: number) => {
    if (!table.has(colour)) table.set(colour, name);
  };
  const addWords = (words: string) => {
    for (const word of words.split(' ')) add(word.slice(0, -6), Number.parseInt(word.slice(-6), 16));
  };
  addWords(BEFORE_GREYS);
  for (let percent = 0; percent <= 100; percent++) add(`grey${percent}`, Math.round(percent * 2.55) * 0x010101);
  addWords(AFTER_GREYS);
  return table;
}
