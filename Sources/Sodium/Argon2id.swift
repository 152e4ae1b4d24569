private import CSodium

/// The cost of one Argon2id derivation.
package struct Argon2idCost: Equatable, Sendable {
  /// Passes over the memory (opslimit): 3…10.
  package let passes: UInt32
  /// Memory in KiB (memlimit / 1,024): 65,536…1,048,576 in steps of 1,024.
  package let memoryKiB: UInt32

  /// `nil` when either value is out of its bounds.
  package init?(passes: UInt32, memoryKiB: UInt32) {
    guard (3...10).contains(passes), (65_536...1_048_576).contains(memoryKiB), memoryKiB % 1_024 == 0 else {
      return nil
    }
    self.passes = passes
    self.memoryKiB = memoryKiB
  }

  /// Three passes over 64 MiB.
  package static let standard = Argon2idCost(passes: 3, memoryKiB: 65_536)!

  /// KiB that are filled in all passes together.
  package var work: Int { Int(passes) * Int(memoryKiB) }

  /// Whether a camera derives a key at a cost that somebody else chose: one that it may pay itself, or a moderate one.
  ///
  /// - Parameter own: the cost of the camera's own vaults.
  package func isAffordable(to own: Argon2idCost) -> Bool {
    work <= max(own.work, Argon2id.mostWork) && memoryKiB <= max(own.memoryKiB, Argon2id.mostMemoryKiB)
  }
}

/// Argon2id v1.3 with one lane: keys from digits, and password strings of users.
package enum Argon2id {
  /// KiB that a derivation at somebody else's cost fills in all passes together, at most: about a second.
  package static let mostWork = 1_048_576
  /// KiB of memory that it takes, at most.
  package static let mostMemoryKiB: UInt32 = 262_144

  /// Length of a salt, 16 bytes.
  package static let saltLength = 16

  /// Derives 32 bytes from a secret (`crypto_pwhash` with `crypto_pwhash_ALG_ARGON2ID13`).
  ///
  /// - Throws: `SodiumError.noMemory` when the system refuses `cost.memoryKiB`.
  package static func key(
    from secret: borrowing SecretBytes, salt: [UInt8], cost: Argon2idCost
  ) throws(SodiumError) -> SecretBytes {
    precondition(salt.count == saltLength)
    let key = try SecretBytes(count: 32)
    let status = unsafe crypto_pwhash(
      key.base, 32, secret.characters, UInt64(secret.count), salt, UInt64(cost.passes),
      Int(cost.memoryKiB) * 1_024, crypto_pwhash_ALG_ARGON2ID13)
    guard status == 0 else { throw .noMemory }
    return key
  }

  /// A user's password string, `$argon2id$…` (`crypto_pwhash_str`), with the interactive limits: a login is not held
  /// up, and the waits after failures guard it.
  ///
  /// - Throws: `SodiumError.noMemory` when the system refuses the memory.
  package static func passwordString(for password: borrowing SecretBytes) throws(SodiumError) -> String {
    try initializeLibrary()
    var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
    let status = unsafe crypto_pwhash_str(
      &text, password.characters, UInt64(password.count), UInt64(crypto_pwhash_opslimit_interactive()),
      crypto_pwhash_memlimit_interactive())
    guard status == 0 else { throw .noMemory }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether `password` is the one that `passwordString` was made from (`crypto_pwhash_str_verify`).
  ///
  /// A string that is not a password string, asks for more memory than the system gives, or costs too much, matches
  /// nothing.
  package static func verify(_ password: borrowing SecretBytes, against passwordString: String) -> Bool {
    guard (try? initializeLibrary()) != nil, passwordString.utf8.count < crypto_pwhash_strbytes(),
      isAffordable(passwordString)
    else { return false }
    var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
    for (index, byte) in passwordString.utf8.enumerated() {
      text[index] = CChar(bitPattern: byte)
    }
    return unsafe crypto_pwhash_str_verify(text, password.characters, UInt64(password.count)) == 0
  }
}

extension Argon2id {
  /// Whether a text is a password string, `$argon2id$v=19$m=KIB,t=PASSES,p=LANES$…`, and at most `mostWork` and
  /// `mostMemoryKiB` are needed to check a password against it.
  package static func isAffordable(_ passwordString: String) -> Bool {
    let parts = passwordString.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0].isEmpty, parts[1].elementsEqual("argon2id".utf8) else { return false }
    let costs = parts[3].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard costs.count == 3, let memory = number("m=", costs[0]), let passes = number("t=", costs[1]),
      number("p=", costs[2]) != nil
    else { return false }
    return memory <= Int(mostMemoryKiB) && memory * passes <= mostWork
  }

  /// A number of at most seven decimal digits behind its name: two such numbers can be multiplied.
  private static func number(_ name: String, _ text: Substring.UTF8View) -> Int? {
    let digits = text.dropFirst(name.utf8.count)
    guard text.starts(with: name.utf8), (1...7).contains(digits.count),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
