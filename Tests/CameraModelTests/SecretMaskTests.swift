import CameraModel
import Testing

/// What of a text is shown, and what is not.
struct SecretMaskTests {
  private static let mask = Settings().secretMask

  private static func shown(_ text: String) -> String {
    var lines = SecretLines(mask)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(decoding: lines.next(Array($0.utf8)), as: UTF8.self) }.joined(separator: "\n")
  }

  @Test(arguments: [
    // name=value
    ("PSK=s3cret", "PSK=***"), ("  wifi_psk = s3cret", "  wifi_psk = ***"), ("IP=10.1.2.3", "IP=10.1.2.3"),
    ("PASSWORD=", "PASSWORD="), ("PASSWORD=a=b:c d", "PASSWORD=***"), ("PASSWORD='s3 cret'", "PASSWORD='***'"),
    ("export PSK=s3cret", "export PSK=***"), ("export PSK=s3cret MODE=2", "export PSK=*** MODE=2"),
    ("export PSK=\"s3 \\\" cret\" # x", "export PSK=\"***\" # x"), ("psk=\"s3cret\"", "psk=\"***\""),
    ("PASSWORD='it'\\''s s3cret'", "PASSWORD=***"), ("set snmp_community=s3cret", "set snmp_community=***"),
    ("# old password=s3cret", "# old password=***"), ("key_mgmt=WPA-PSK", "key_mgmt=***"),
    ("token[0]=s3cret", "token***"), ("pwd := s3cret", "pwd := ***"),
    ("'password' => 's3cret',", "'password' => '***',"),
    // name: value
    ("password: s3cret", "password: ***"), ("- password: s3cret", "- password: ***"), ("port: 80", "port: 80"),
    ("password: \"s3cret\" # why", "password: \"***\" # why"),
    ("{user: x, password: s3,cret, port: 1}", "{user: x, password: ***, port: 1}"),
    ("Authorization: Basic czNjcmV0", "Authorization: ***"), ("Set-Cookie: sid=s3cret; Path=/", "Set-Cookie: ***"),
    ("X-Auth-Token: s3cret", "X-Auth-Token: ***"),
    // JSON
    ("\"password\": \"s3cret\",", "\"password\": \"***\","),
    ("{\"user\":\"x\",\"password\":\"s3cret\"}", "{\"user\":\"x\",\"password\":\"***\"}"),
    ("{\"password\":\"s3\\\"cret\",\"user\":\"x\"}", "{\"password\":\"***\",\"user\":\"x\"}"),
    ("{'user': 'x', 'password': 's3cret', 'port': 1}", "{'user': 'x', 'password': '***', 'port': 1}"),
    ("{\"pin\": 1234, \"port\": 80}", "{\"pin\": ***, \"port\": 80}"), ("{\"pin\": 1234}", "{\"pin\": ***"),
    ("\"auth\": {\"u\":\"x\",\"p\":\"s3cret\"}, \"port\": 80", "\"auth\": ***"),
    ("\"keys\": [\"s3cret\", \"s3cret\"]", "\"keys\": ***"),
    (
      "\"json\": \"{\\\"password\\\":\\\"s3cret\\\",\\\"port\\\":80}\"",
      "\"json\": \"{\\\"password\\\":\\\"***\\\",\\\"port\\\":80}\""
    ),
    ("{\"name\":\"password\",\"value\":\"s3cret\"}", "{\"name\":\"password\"***"),
    ("\"password\" : null", "\"password\" : ***"),
    // profiles of MOBOTIX
    (
      "phone1=ph1:_profilename=desk:userid=201:authid=201:authpwd=s3cret",
      "phone1=ph1:_profilename=desk:userid=201:authid=***:authpwd=***"
    ),
    ("a=p1:_profilename=x:pwd=s3cret:nat=1", "a=p1:_profilename=x:pwd=***:nat=1"),
    ("a=p1:_profilename=x:pwd=s3:cret:nat=1", "a=p1:_profilename=x:pwd=***:nat=1"),
    // query strings
    ("http://h/p?user=x&password=s3cret", "http://h/p?user=x&password=***"),
    ("http://h/p?password=s3cret&user=x#top", "http://h/p?password=***&user=x#top"),
    ("GET /cgi?auth=s3cret&a=1 HTTP/1.0", "GET /cgi?auth=***&a=1 HTTP/1.0"),
    // URLs
    ("rtsp://viewer:s3cret@192.0.2.9:554/stream1", "rtsp://viewer:***@192.0.2.9:554/stream1"),
    ("url=\"rtsp://viewer:s3cret@h/s\" x", "url=\"rtsp://viewer:***@h/s\" x"),
    ("'rtsp://viewer:s3cret@h/s'", "'rtsp://viewer:***@h/s'"),
    ("rtsp://viewer:s3:c@r/et@h/s", "rtsp://viewer:***@h/s"), ("ftp://viewer:s3/cret@h", "ftp://viewer:***@h"),
    ("rtsp://viewer:s3 c@ret@h", "rtsp://viewer:***@h"), ("http://viewer:s3%40cret@h", "http://viewer:***@h"),
    ("http://:s3cret@h", "http://:***@h"),
    ("http://s3cret@h/p", "http://***@h/p"),
    ("http://s3cret:@h", "http://***@h"), ("https://ghp0123456789abcdefgh:x@h", "https://***@h"),
    ("\"rtsp:\\/\\/u:s3cret@h\"", "\"rtsp:\\/\\/u:***@h\""),
    ("u=rtsp%3A%2F%2Fu%3As3cret%40h%2F", "u=rtsp%3A%2F%2F***%40h%2F"),
    ("http://host:8080/a?to=x@y.de", "http://host:8080/a?to=x@y.de"), ("http://host/a", "http://host/a"),
    ("x@y.de", "x@y.de"),
    ("rtsp://a:s3cret@h1,rtsp://b:s3cret@h2", "rtsp://a:***@h2"), ("http://[fe80::1]:80/", "http://[fe80::1]:80/"),
    // user:password
    ("viewer:s3cret", "viewer:***"), ("viewer:$apr1$s3$cret", "viewer:***"),
    ("root:$6$s3$cret:19000:0:99999:7:::", "root:***"),
    ("netcam_login viewer:s3cret", "netcam_login viewer:***"),
    ("curl -u 'viewer:s3 cret' http://h", "curl -u 'viewer:***' http://h"),
    ("LOGIN=viewer:s3cret", "LOGIN=viewer:***"), ("viewer:s3cret@h/s", "viewer:***"),
    ("LOGIN=admin:1234", "LOGIN=admin:***"),
    ("LISTEN=0.0.0.0:80", "LISTEN=0.0.0.0:80"), ("AT=12:30:00", "AT=12:30:00"),
    ("MAC=00:1a:2b:3c:4d:5e", "MAC=00:1a:2b:3c:4d:5e"),
    ("NTP=2001:db8::1", "NTP=2001:db8::1"), ("to=sip:201@10.1.2.3", "to=sip:201@10.1.2.3"),
    ("to=sip:201:s3cret@h", "to=sip:***"),
    // what the command or the file tells
    ("mysql -ps3cret -u root", "mysql -p*** -u root"), ("tar -pxf a.tar", "tar -pxf a.tar"),
    ("CMD=/usr/bin/mysqldump -ps3cret db", "CMD=/usr/bin/mysqldump -p*** db"), ("mysql -p -u root", "mysql -p -u root"),
    ("rtsp://h/u=admin&p=s3cret", "rtsp://h/u=admin&p=***"),
    ("rtsp://h/?user=a&pw=s3cret&x=1", "rtsp://h/?user=a&pw=***&x=1"),
    ("http://h/list?p=2&n=3", "http://h/list?p=2&n=3"),
    ("curl --user u:s3cret h", "curl --user u:*** h"), ("curl -u \"u:s3cret\" h", "curl -u \"u:***\" h"),
    ("\"dialin\" * \"s3cret\"", "\"dialin\" * \"***\""), ("dialin * s3cret *", "dialin * *** *"),
    ("dialin \"*\" s3cret 10.0.0.1", "dialin \"*\" *** 10.0.0.1"), ("5 * * * * root reboot", "5 * * * * root reboot"),
    ("net use z: \\\\h\\s s3cret", "net use z: \\\\h\\s ***"),
    ("net use z: \\\\h\\s s3cret /user:me", "net use z: \\\\h\\s *** /user:me"),
    // password strings
    ("hash $argon2id$v=19$m=65536,t=2,p=1$s3$cret", "hash ***"), ("USER1=admins:s3cret:admin", "USER1=***"),
    ("#user12 = admins:s3cret:admin", "#user12 = ***"), ("USERS=5", "USERS=5"),
    // words with blanks between them
    ("option key 's3cret'", "option key ***"), ("database_password s3cret", "database_password ***"),
    ("wpa-psk \"s3cret\"", "wpa-psk ***"),
    ("snmp-server community s3cret RO", "snmp-server community ***"),
    ("mysql --password s3cret -h x", "mysql --password ***"),
    ("ssl_certificate /etc/keys/s3cret.pem x", "ssl_certificate /etc/keys*** x"),
    ("option mode 'ap'", "option mode 'ap'"),
    // XML
    ("<password>s3cret</password><port>80</port>", "<password>***</password><port>80</port>"),
    ("<user name=\"x\" password=\"s3cret\" role=\"y\"/>", "<user name=\"x\" password=\"***\" role=\"y\"/>"),
    ("<ns:password type=\"plain\">s3cret</ns:password>", "<ns:password***</ns:password>"),
    ("<property name=\"password\" value=\"s3cret\"/>", "<property name=\"password\" ***"),
    ("<entry key=\"password\">s3cret</entry>", "<entry key=***"),
    ("<key>Password</key><string>s3cret</string>", "<key>***"),
    ("<string name=\"wifi_psk\">s3cret</string>", "<string name=\"wifi_psk\"***"), ("<name>x</name>", "<name>x</name>"),
    // over several lines
    ("password: |\n  s3cret\n  s3cret\n\n  s3cret\nport: 80", "password: |\n  ***\n  ***\n\n  ***\nport: 80"),
    ("- password: >-\n    s3cret\n  port: 80", "- password: >-\n    ***\n  port: 80"),
    ("keys:\n- s3cret\n- s3cret\nport: 80", "keys:\n***\n***\nport: 80"),
    ("passwords:\n  admin: s3cret\nport: 80", "passwords:\n  ***\nport: 80"),
    ("password: s3\n  cret\nport: 80", "password: ***\n  ***\nport: 80"),
    ("\"keys\": [\n\"s3cret\",\n\"s3cret\"\n],\n\"port\": 80", "\"keys\": ***\n***\n***\n***\n\"port\": 80"),
    ("PASSWORD='s3\ncret\n' x\nport=80", "PASSWORD=***\n***\n***\nport=80"),
    ("PASSWORD=s3\\\ncret\nport=80", "PASSWORD=***\n***\nport=80"),
    (
      "- name: DB_PASSWORD\n  value: s3cret\n- name: x\n  value: y", "- name: DB_PASSWORD\n  ***\n- name: x\n  value: y"
    ),
    ("\"name\": \"password\",\n\"value\": \"s3cret\"", "\"name\": \"password\",\n***"),
    ("<key>Password</key>\n<string>s3cret</string>", "<key>***\n***"),
    ("<password>\ns3cret\n</password>\n<port>80", "<password>\n***\n***\n<port>80"),
    ("# WiFi password\ns3cret\nport=80", "# WiFi password\n***\nport=80"),
    ("[auth]\nadmin = s3cret\n# s3cret\n[web]\nport=80", "[auth]\nadmin =***\n***\n[web]\nport=80"),
    ("SECTION users\nx=s3cret\nENDSECTION users\nport=80", "SECTION users\nx=***\nENDSECTION users\nport=80"),
    (
      "-----BEGIN RSA PRIVATE KEY-----\nMIIs3cret\ns3cret==\n-----END RSA PRIVATE KEY-----\nport=80",
      "-----BEGIN***\n***\n***\n***\nport=80"
    ),
    ("  -----BEGIN OPENSSH PRIVATE KEY-----\n  s3cret", "  -----BEGIN***\n  ***"),
    (
      "cert: \"-----BEGIN PRIVATE KEY-----\\ns3cret\\n-----END PRIVATE KEY-----\"\nport: 80",
      "cert: \"-----BEGIN***\nport: 80"
    ),
    (
      "-----BEGIN CERTIFICATE-----\nMIIBpublic\n-----END CERTIFICATE-----",
      "-----BEGIN CERTIFICATE-----\nMIIBpublic\n-----END CERTIFICATE-----"
    ),
    ("key \"rndc\" {\n  secret \"s3cret\";\n};\nport 80", "key ***\n  ***\n***\nport 80"),
  ])
  func masks(_ text: String, _ expected: String) {
    let shown = Self.shown(text)
    #expect(shown == expected)
    #expect(!shown.contains("s3") && !shown.contains("cret"))
  }

  /// The value of a key that is shown, as it is.
  @Test(arguments: [
    ("rtsp://viewer:s3cret@h", "rtsp://viewer:***@h"), ("viewer:s3cret", "viewer:***"),
    ("0,0,100,100;20,20", "0,0,100,100;20,20"),
    ("ph1:_profilename=desk:userid=201:authpwd=s3cret", "ph1:_profilename=desk:userid=201:authpwd=***"), ("", ""),
    ("Gate   north", "Gate   north"), ("a=1 password=s3cret", "a=1 password=***"),
    // Parts of a device with their numbers, and logins that look a little like them.
    ("output:1", "output:1"), ("output:1,input:22;relay:3", "output:1,input:22;relay:3"), ("Port:80", "Port:80"),
    ("channel:1 preset:12", "channel:1 preset:12"), ("10:30", "10:30"), ("16:9", "16:9"), ("anna:1234", "anna:***"),
    ("A1=admin:123", "A1=admin:***"), ("201:201", "201:***"), ("user=admin:99;door:12", "user=admin:***"),
    ("login admin:123 x", "login admin:*** x"), ("output:1,admin:123", "output:***"), ("output:1234", "output:***"),
    ("anna:s3cret:100", "anna:***"), ("anna:1,s3cret", "anna:***"), ("anna:1,bert:s3cret", "anna:***"),
  ])
  func masksInsideAValue(_ value: String, _ expected: String) {
    #expect(String(decoding: Self.mask.masked(Array(value.utf8)), as: UTF8.self) == expected)
  }

  @Test func followsTheSetting() {
    let mask = SecretMask(patterns: [GlobPattern("colo*r")])
    #expect(String(decoding: mask.masked(Array("color=red PASSWORD=x".utf8)), as: UTF8.self) == "color=***")
    #expect(Settings().secretMask.hides("snmpCommunity", in: "a") && Settings().secretMask.hides("COOKIE", in: "a"))
    #expect(Settings().secretMask.hides("authid", in: "voip"))
  }

  /// Twice the length takes about twice the steps, whatever the line is made of: what grows faster would not end.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      "/", "//", "a", "=", ":", "a:", "a=b:c=", "password", "password ", "password=", "<password", "\"", "'", "\\",
      "\\\"", "$", "$a$",
      "@", "//a@", "//a", "%2F%2F", "%40", " ", "\t", "&a", "?a=", "(", "[", "{", "<", ">", "</", "-----BEGIN ",
      "a b:c ",
      ",a", "key='",
      "key=\\\"", ":_a=", "\u{E9}", "a.b-c_d", "user1", "\u{0}",
    ])
  func longLinesEnd(_ piece: String) {
    let line = Array(String(repeating: piece, count: 200_000 / piece.utf8.count).utf8)
    for start in ["", "a=\"//"] {
      var lines = SecretLines(Self.mask)
      _ = lines.next(Array(start.utf8) + line)
      _ = lines.next(line)
    }
  }

  /// Nothing traps, and no secret behind a name is shown, whatever stands around it.
  @Test(arguments: 0..<UInt64(400)) func randomLines(seed: UInt64) {
    var random = SplitMix(state: seed)
    let pieces = [
      "password", "=", ":", " ", "\"", "'", "\\", "//", "@", "<", ">", "</", "{", "}", "[", "]", "(", ",", ";", "&",
      "?", "-", "a", "user1",
      "key", "|", "$1$", "%2F%2F", "%40", "-----BEGIN PRIVATE KEY-----", "SECTION users", "ENDSECTION", "\t", "\u{E9}",
      "1", ".", "/", "`", "#",
    ]
    var lines = SecretLines(Self.mask)
    for _ in 0..<40 {
      var line: [UInt8] = []
      for _ in 0..<Int.random(in: 0...14, using: &random) {
        line +=
          Bool.random(using: &random) || Bool.random(using: &random)
          ? Array(pieces.randomElement(using: &random)!.utf8) : [UInt8.random(in: 0...255, using: &random)]
      }
      _ = lines.next(line)
      let hidden = Array("zq\(seed)zq".utf8)
      var alone = SecretLines(Self.mask)
      let shown = alone.next(line + Array(" password=".utf8) + hidden)
      #expect(!String(decoding: shown, as: UTF8.self).contains("zq"), "\(String(decoding: line, as: UTF8.self))")
    }
  }
}
