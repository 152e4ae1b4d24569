internal import CNcurses
internal import Glibc

/// A terminal type that has been found, and what of it is needed when ncurses cannot be asked.
struct TerminalType {
  let name: String
  /// What leaves the screen clean: attributes off, cursor shown and at the lower left, alternate screen left.
  let farewell: [UInt8]
  /// Whether cells can be shown reversed.
  let hasReverse: Bool
  /// Whether its line drawing in UTF-8 is by characters of three bytes only.
  let hasOnlyUnicodeLines: Bool
  /// Whether its horizontal line is a character of eight bits, as in the code page of old PCs.
  let hasLinesOfEightBits: Bool
  /// Whether its sequences are those of ECMA-48.
  let isANSI: Bool
  /// Whether it is of the make of DEC's: it knows their character sets and modes, or passes over them.
  let hasDECModes: Bool
  /// Whether ncurses, when it starts, takes ASCII as the character set, shifts to it, ends insertion, wraps lines.
  let startsInASCII: Bool
  let startsShiftedIn: Bool
  let startsWithoutInsertion: Bool
  let startsWrapping: Bool
  /// Whether its cursor can be hidden, and may so be.
  let hidesCursor: Bool
  /// What gives the shell's prompt a row of its own behind the last frame. Where there is another screen, to which the
  /// terminal has gone back, its row is cleared: many terminals have none, whatever their type says.
  let prompt: [UInt8]
  /// What makes it mark what is pasted, and no longer; `nil` where it cannot.
  let pasteBegin: String?
  let pasteEnd: String?
  /// Variables that ncurses needs to find it.
  let variables: [(name: String, value: String)]
  /// Whether it claims to repeat a character by a sequence (REP).
  let repeats: Bool

  /// Looks a type up (`setupterm`); an unknown or generic one gives `nil`.
  init?(named name: String, descriptor: Int32) throws(TerminalProblem) {
    try self.init(name, TerminalDatabase.home(name), descriptor)
  }

  /// The VT100 that is part of the program, for a system without a database of terminal types.
  init?(builtInFor descriptor: Int32) throws(TerminalProblem) {
    try self.init(Self.builtInName, [("TERMINFO", Self.builtIn)], descriptor)
  }

  private init?(
    _ name: String, _ variables: [(name: String, value: String)], _ descriptor: Int32
  ) throws(TerminalProblem) {
    var code: Int32 = 0
    guard Variables.with(variables, { unsafe setupterm(name, descriptor, &code) }) == 0 else { return nil }
    defer { ncurses_forget_type() }
    self.variables = variables
    guard let move = unsafe ncurses_capability("cup") else { throw .unusable(type: name) }
    self.name = name
    var farewell = unsafe Self.text(unsafe ncurses_capability("sgr0"))
    unsafe farewell += Self.text(unsafe ncurses_capability("cnorm"))
    unsafe farewell += Self.text(unsafe ncurses_move_to(move, 998, 0))
    let clearing = unsafe Self.text(unsafe ncurses_capability("el"))
    let back = unsafe Self.text(unsafe ncurses_capability("rmcup"))
    prompt = back.isEmpty ? [0x0D, 0x0A] : [0x0D] + clearing
    farewell += back + [0x0D, 0x0A] + clearing
    pasteBegin = unsafe ncurses_capability("BE").map { unsafe String(cString: $0) }
    pasteEnd = unsafe ncurses_capability("BD").map { unsafe String(cString: $0) }
    self.farewell = Array((pasteEnd ?? "").utf8) + farewell
    let shapes = unsafe Self.text(unsafe ncurses_capability("acsc"))
    hasLinesOfEightBits = stride(from: 0, to: shapes.count - 1, by: 2).contains {
      shapes[$0] == UInt8(ascii: "q") && shapes[$0 + 1] >= 0x80
    }
    isANSI = unsafe move[0] == 0x1B && move[1] == 0x5B
    let start = unsafe Self.text(ncurses_capability("enacs")) + Self.text(ncurses_capability("sgr0"))
    let sets = unsafe start + Self.text(ncurses_capability("rmacs"))
    hasDECModes = sets.contains(0x0F) || sets.contains("\u{1B}(".utf8)
    (startsInASCII, startsShiftedIn) = (start.contains("\u{1B}(B".utf8), start.contains(0x0F))
    startsWithoutInsertion = unsafe ncurses_capability("rmir") != nil
    startsWrapping = unsafe ncurses_capability("smam") != nil
    hidesCursor = unsafe ncurses_capability("civis") != nil
    hasReverse = unsafe ncurses_capability("rev") != nil
    repeats = unsafe ncurses_capability("rep") != nil
    hasOnlyUnicodeLines = unsafe tigetnum("U8") > 0
  }

  /// A capability without its delays.
  private static func text(_ capability: UnsafePointer<CChar>?) -> [UInt8] {
    guard let capability = unsafe capability else { return [] }
    var bytes: [UInt8] = []
    var index = 0
    while unsafe capability[index] != 0 {
      if unsafe capability[index] == 0x24, unsafe capability[index + 1] == 0x3C {
        while unsafe capability[index] != 0, unsafe capability[index] != 0x3E { index += 1 }
        if unsafe capability[index] != 0 { index += 1 }
      } else {
        bytes.append(UInt8(bitPattern: unsafe capability[index]))
        index += 1
      }
    }
    return bytes
  }
}

/// The built-in type.
extension TerminalType {
  static let builtInName = "vt100"

  /// The compiled description of a VT100 in base 64, as `infocmp -Q2 vt100` prints it and ncurses takes it in place of
  /// a directory's name.
  fileprivate static let builtIn = """
    b64:GgEsABcABwApAUQCdnQxMDB8dnQxMDAtYW18REVDIFZUMTAwICh3L2FkdmFuY2VkIHZpZGVvKQAAAQAAAQAAAAAAAAAAAAEAAAAAAAEAAQ\
    BQAAgAGAD_______8DAP__AAACAAQAFQAaACYALgD_____NwBMAE4A__9SAP____9UAP__XAD_____________ZABmAG8A________________\
    eACBAIoA__-TAJUA________ngCmAP__________________________rgD_____________sAD_______-0ALgAvADAAMQAyADMANAA1ADYAN\
    wA________4AD________kAP_______-gA7AD0AP___AD__wABBAEIAf____________________________8MAf_______xUBHgH__ycB____\
    ____MAE1AToB_____z8B_____1cB__9aAV0BXwFmAbIB__-1Af__________twG7Ab8BwwHHAf_____LAf___________gEEAv____8KAv____\
    ___________________xEC________________________________________________________________________________________\
    ______________________________________________________________________________________________________________\
    ____________________________________________________________________________8VAv______________________________\
    ______________________________8eAikCLgJBAgcADQAbWyVpJXAxJWQ7JXAyJWRyABtbM2cAG1tIG1tKJDw1MD4AG1tLJDwzPgAbW0okPD\
    UwPgAbWyVpJXAxJWQ7JXAyJWRIJDw1PgAKABtbSAAIABtbQyQ8Mj4AG1tBJDwyPgAOABtbNW0kPDI-ABtbMW0kPDI-ABtbN20kPDI-ABtbN20k\
    PDI-ABtbNG0kPDI-AA8AG1ttDyQ8Mj4AG1ttJDwyPgAbW20kPDI-AAgAG09CABtPeQAbT1AAG094ABtPUQAbT1IAG09TABtPdAAbT3UAG092AB\
    tPbAAbT3cAG09EABtPQwAbT0EAG1s_MWwbPgAbWz8xaBs9AHBmMQBwZjIAcGYzAHBmNAAbWyVwMSVkQgAbWyVwMSVkRAAbWyVwMSVkQwAbWyVw\
    MSVkQQAbWzBpABtbNGkAG1s1aQAbPBs-G1s_Mzs0OzVsG1s_Nzs4aBtbcgAbOAAbNwAKABtNJDw1PgAbWzAlPyVwMSVwNiV8JXQ7MSU7JT8lcD\
    IldDs0JTslPyVwMSVwMyV8JXQ7NyU7JT8lcDQldDs1JTttJT8lcDkldA4lZQ8lOyQ8Mj4AG0gACQAbT3EAG09zABtPcgAbT3AAG09uAGBgYWFm\
    Zmdnampra2xsbW1ubm9vcHBxcXJyc3N0dHV1dnZ3d3h4eXl6ent7fHx9fX5-ABtbPzdoABtbPzdsABsoQhspMAAbT00AG1sxSyQ8Mz4AG1slaS\
    VkOyVkUgAbWzZuABtbPyVbOzAxMjM0NTY3ODldYwAbWgA=
    """
}
