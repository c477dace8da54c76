/**
 * Colours of X11 as the table `rgb.txt` of X.Org's clients has them, which is not what SVG and HTML call so: `green` is #00ff00,
 * `maroon` #b03060. A word is a name and six hexadecimal digits; of names for one colour there is the first. `gray0` … `gray100`,
 * hundredths of white, are computed as that table was: 2.55 times 50 is a little less than 127.5, and so 127.
 */
const NAMED =
  'snowfffafa GhostWhitef8f8ff WhiteSmokef5f5f5 gainsborodcdcdc FloralWhitefffaf0 OldLacefdf5e6 linenfaf0e6 ' +
  'AntiqueWhitefaebd7 PapayaWhipffefd5 BlanchedAlmondffebcd bisqueffe4c4 PeachPuffffdab9 NavajoWhiteffdead ' +
  'moccasinffe4b5 cornsilkfff8dc ivoryfffff0 LemonChiffonfffacd seashellfff5ee honeydewf0fff0 ' +
  'MintCreamf5fffa azuref0ffff AliceBluef0f8ff lavendere6e6fa LavenderBlushfff0f5 MistyRoseffe4e1 ' +
  'whiteffffff black000000 DarkSlateGray2f4f4f DimGray696969 SlateGray708090 LightSlateGray778899 graybebebe ' +
  'LightGreyd3d3d3 MidnightBlue191970 navy000080 CornflowerBlue6495ed DarkSlateBlue483d8b SlateBlue6a5acd ' +
  'MediumSlateBlue7b68ee LightSlateBlue8470ff MediumBlue0000cd RoyalBlue4169e1 blue0000ff DodgerBlue1e90ff ' +
  'DeepSkyBlue00bfff SkyBlue87ceeb LightSkyBlue87cefa SteelBlue4682b4 LightSteelBlueb0c4de LightBlueadd8e6 ' +
  'PowderBlueb0e0e6 PaleTurquoiseafeeee DarkTurquoise00ced1 MediumTurquoise48d1cc turquoise40e0d0 cyan00ffff ' +
  'LightCyane0ffff CadetBlue5f9ea0 MediumAquamarine66cdaa aquamarine7fffd4 DarkGreen006400 ' +
  'DarkOliveGreen556b2f DarkSeaGreen8fbc8f SeaGreen2e8b57 MediumSeaGreen3cb371 LightSeaGreen20b2aa ' +
  'PaleGreen98fb98 SpringGreen00ff7f LawnGreen7cfc00 green00ff00 chartreuse7fff00 MediumSpringGreen00fa9a ' +
  'GreenYellowadff2f LimeGreen32cd32 YellowGreen9acd32 ForestGreen228b22 OliveDrab6b8e23 DarkKhakibdb76b ' +
  'khakif0e68c PaleGoldenrodeee8aa LightGoldenrodYellowfafad2 LightYellowffffe0 yellowffff00 goldffd700 ' +
  'LightGoldenrodeedd82 goldenroddaa520 DarkGoldenrodb8860b RosyBrownbc8f8f IndianRedcd5c5c ' +
  'SaddleBrown8b4513 siennaa0522d perucd853f burlywooddeb887 beigef5f5dc wheatf5deb3 SandyBrownf4a460 ' +
  'tand2b48c chocolated2691e firebrickb22222 browna52a2a DarkSalmone9967a salmonfa8072 LightSalmonffa07a ' +
  'orangeffa500 DarkOrangeff8c00 coralff7f50 LightCoralf08080 tomatoff6347 OrangeRedff4500 redff0000 ' +
  'HotPinkff69b4 DeepPinkff1493 pinkffc0cb LightPinkffb6c1 PaleVioletReddb7093 maroonb03060 ' +
  'MediumVioletRedc71585 VioletRedd02090 magentaff00ff violetee82ee plumdda0dd orchidda70d6 ' +
  'MediumOrchidba55d3 DarkOrchid9932cc DarkViolet9400d3 BlueViolet8a2be2 purplea020f0 MediumPurple9370db ' +
  'thistled8bfd8 DebianRedd70751 DarkGreya9a9a9';
/** Shades 1 to 4 of a name, from light to dark; the first is often the name's own colour. */
const SHADES =
  'snow2eee9e9 snow3cdc9c9 snow48b8989 seashell2eee5de seashell3cdc5bf seashell48b8682 AntiqueWhite1ffefdb ' +
  'AntiqueWhite2eedfcc AntiqueWhite3cdc0b0 AntiqueWhite48b8378 bisque2eed5b7 bisque3cdb79e bisque48b7d6b ' +
  'PeachPuff2eecbad PeachPuff3cdaf95 PeachPuff48b7765 NavajoWhite2eecfa1 NavajoWhite3cdb38b ' +
  'NavajoWhite48b795e LemonChiffon2eee9bf LemonChiffon3cdc9a5 LemonChiffon48b8970 cornsilk2eee8cd ' +
  'cornsilk3cdc8b1 cornsilk48b8878 ivory2eeeee0 ivory3cdcdc1 ivory48b8b83 honeydew2e0eee0 honeydew3c1cdc1 ' +
  'honeydew4838b83 LavenderBlush2eee0e5 LavenderBlush3cdc1c5 LavenderBlush48b8386 MistyRose2eed5d2 ' +
  'MistyRose3cdb7b5 MistyRose48b7d7b azure2e0eeee azure3c1cdcd azure4838b8b SlateBlue1836fff ' +
  'SlateBlue27a67ee SlateBlue36959cd SlateBlue4473c8b RoyalBlue14876ff RoyalBlue2436eee RoyalBlue33a5fcd ' +
  'RoyalBlue427408b blue20000ee blue400008b DodgerBlue21c86ee DodgerBlue31874cd DodgerBlue4104e8b ' +
  'SteelBlue163b8ff SteelBlue25cacee SteelBlue34f94cd SteelBlue436648b DeepSkyBlue200b2ee DeepSkyBlue3009acd ' +
  'DeepSkyBlue400688b SkyBlue187ceff SkyBlue27ec0ee SkyBlue36ca6cd SkyBlue44a708b LightSkyBlue1b0e2ff ' +
  'LightSkyBlue2a4d3ee LightSkyBlue38db6cd LightSkyBlue4607b8b SlateGray1c6e2ff SlateGray2b9d3ee ' +
  'SlateGray39fb6cd SlateGray46c7b8b LightSteelBlue1cae1ff LightSteelBlue2bcd2ee LightSteelBlue3a2b5cd ' +
  'LightSteelBlue46e7b8b LightBlue1bfefff LightBlue2b2dfee LightBlue39ac0cd LightBlue468838b ' +
  'LightCyan2d1eeee LightCyan3b4cdcd LightCyan47a8b8b PaleTurquoise1bbffff PaleTurquoise2aeeeee ' +
  'PaleTurquoise396cdcd PaleTurquoise4668b8b CadetBlue198f5ff CadetBlue28ee5ee CadetBlue37ac5cd ' +
  'CadetBlue453868b turquoise100f5ff turquoise200e5ee turquoise300c5cd turquoise400868b cyan200eeee ' +
  'cyan300cdcd cyan4008b8b DarkSlateGray197ffff DarkSlateGray28deeee DarkSlateGray379cdcd ' +
  'DarkSlateGray4528b8b aquamarine276eec6 aquamarine4458b74 DarkSeaGreen1c1ffc1 DarkSeaGreen2b4eeb4 ' +
  'DarkSeaGreen39bcd9b DarkSeaGreen4698b69 SeaGreen154ff9f SeaGreen24eee94 SeaGreen343cd80 PaleGreen19aff9a ' +
  'PaleGreen290ee90 PaleGreen37ccd7c PaleGreen4548b54 SpringGreen200ee76 SpringGreen300cd66 ' +
  'SpringGreen4008b45 green200ee00 green300cd00 green4008b00 chartreuse276ee00 chartreuse366cd00 ' +
  'chartreuse4458b00 OliveDrab1c0ff3e OliveDrab2b3ee3a OliveDrab4698b22 DarkOliveGreen1caff70 ' +
  'DarkOliveGreen2bcee68 DarkOliveGreen3a2cd5a DarkOliveGreen46e8b3d khaki1fff68f khaki2eee685 khaki3cdc673 ' +
  'khaki48b864e LightGoldenrod1ffec8b LightGoldenrod2eedc82 LightGoldenrod3cdbe70 LightGoldenrod48b814c ' +
  'LightYellow2eeeed1 LightYellow3cdcdb4 LightYellow48b8b7a yellow2eeee00 yellow3cdcd00 yellow48b8b00 ' +
  'gold2eec900 gold3cdad00 gold48b7500 goldenrod1ffc125 goldenrod2eeb422 goldenrod3cd9b1d goldenrod48b6914 ' +
  'DarkGoldenrod1ffb90f DarkGoldenrod2eead0e DarkGoldenrod3cd950c DarkGoldenrod48b6508 RosyBrown1ffc1c1 ' +
  'RosyBrown2eeb4b4 RosyBrown3cd9b9b RosyBrown48b6969 IndianRed1ff6a6a IndianRed2ee6363 IndianRed3cd5555 ' +
  'IndianRed48b3a3a sienna1ff8247 sienna2ee7942 sienna3cd6839 sienna48b4726 burlywood1ffd39b ' +
  'burlywood2eec591 burlywood3cdaa7d burlywood48b7355 wheat1ffe7ba wheat2eed8ae wheat3cdba96 wheat48b7e66 ' +
  'tan1ffa54f tan2ee9a49 tan48b5a2b chocolate1ff7f24 chocolate2ee7621 chocolate3cd661d firebrick1ff3030 ' +
  'firebrick2ee2c2c firebrick3cd2626 firebrick48b1a1a brown1ff4040 brown2ee3b3b brown3cd3333 brown48b2323 ' +
  'salmon1ff8c69 salmon2ee8262 salmon3cd7054 salmon48b4c39 LightSalmon2ee9572 LightSalmon3cd8162 ' +
  'LightSalmon48b5742 orange2ee9a00 orange3cd8500 orange48b5a00 DarkOrange1ff7f00 DarkOrange2ee7600 ' +
  'DarkOrange3cd6600 DarkOrange48b4500 coral1ff7256 coral2ee6a50 coral3cd5b45 coral48b3e2f tomato2ee5c42 ' +
  'tomato3cd4f39 tomato48b3626 OrangeRed2ee4000 OrangeRed3cd3700 OrangeRed48b2500 red2ee0000 red3cd0000 ' +
  'red48b0000 DeepPink2ee1289 DeepPink3cd1076 DeepPink48b0a50 HotPink1ff6eb4 HotPink2ee6aa7 HotPink3cd6090 ' +
  'HotPink48b3a62 pink1ffb5c5 pink2eea9b8 pink3cd919e pink48b636c LightPink1ffaeb9 LightPink2eea2ad ' +
  'LightPink3cd8c95 LightPink48b5f65 PaleVioletRed1ff82ab PaleVioletRed2ee799f PaleVioletRed3cd6889 ' +
  'PaleVioletRed48b475d maroon1ff34b3 maroon2ee30a7 maroon3cd2990 maroon48b1c62 VioletRed1ff3e96 ' +
  'VioletRed2ee3a8c VioletRed3cd3278 VioletRed48b2252 magenta2ee00ee magenta3cd00cd magenta48b008b ' +
  'orchid1ff83fa orchid2ee7ae9 orchid3cd69c9 orchid48b4789 plum1ffbbff plum2eeaeee plum3cd96cd plum48b668b ' +
  'MediumOrchid1e066ff MediumOrchid2d15fee MediumOrchid3b452cd MediumOrchid47a378b DarkOrchid1bf3eff ' +
  'DarkOrchid2b23aee DarkOrchid39a32cd DarkOrchid468228b purple19b30ff purple2912cee purple37d26cd ' +
  'purple4551a8b MediumPurple1ab82ff MediumPurple29f79ee MediumPurple38968cd MediumPurple45d478b ' +
  'thistle1ffe1ff thistle2eed2ee thistle3cdb5cd thistle48b7b8b';

/** Every colour of X11 with its name, as 0xRRGGBB. */
export function x11Colours(): ReadonlyMap<number, string> {
  const colours = new Map<number, string>();
  const add = (colour: number, name: string): void => {
    if (!colours.has(colour)) colours.set(colour, name);
  };
  for (const word of `${NAMED} ${SHADES}`.split(' ')) add(parseInt(word.slice(-6), 16), word.slice(0, -6));
  for (let percent = 0; percent <= 100; percent++) {
    add(Math.floor(percent * 2.55 + 0.5) * 0x010101, `gray${percent}`);
  }
  return colours;
}
