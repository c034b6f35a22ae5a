public import Access
import Digests
import Foundation
import Glibc
import TOMLKit

/// The file that says who may come and as what; anything in it that is not understood is an error.
///
/// Tokens stand in it as digests only, so whoever reads it learns who may come, and cannot.
public struct AccessFile: Sendable {
    /// Where it is unless told.
    public static let standardPath = "/etc/screenpop/access.toml"

    public let list: AccessList
    /// Whether everybody on the machine may read it.
    public let isOpen: Bool

    /// Reads a file.
    public init(path: String) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SettingError("\(path): the file cannot be read")
        }
        let mode = try Self.mode(of: path)
        guard mode & 0o022 == 0 else {
            throw SettingError(
                "\(path): others may write it, and so let in whom they like; chmod 640 \(path)")
        }
        try self.init(text, path: path, isOpen: mode & 0o004 != 0)
    }

    /// - Parameter path: for messages.
    init(_ text: String, path: String, isOpen: Bool = false) throws {
        self.isOpen = isOpen
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            throw SettingError("\(path): \(error)")
        }
        var list = AccessList()
        for name in table.keys {
            guard let value = table[name] else { continue }
            switch name {
            case "client":
                guard let clients = value.table else {
                    throw SettingError("\(path): write client.NAME = { role = \"agent\", ... }")
                }
                try Self.take(clients, into: &list, path)
            case "local": try LocalEntry(value, "\(path): local").apply(to: &list)
            case "fastagi": try Self.takeGateway(value, into: &list, "\(path): fastagi")
            default:
                throw SettingError("\(path): unknown \(name); known: client, local, fastagi")
            }
        }
        self.list = list
    }

    private static func take(
        _ clients: TOMLTable, into list: inout AccessList, _ path: String
    ) throws {
        guard clients.keys.count <= AccessList.clientLimit else {
            throw SettingError("\(path): more than \(AccessList.clientLimit) clients")
        }
        var users: [UInt32: String] = [:]
        for name in clients.keys {
            guard let value = clients[name] else { continue }
            let client = try ClientEntry(name, value, "\(path): client.\(name)").client
            if let user = client.user {
                if let other = users.updateValue(name, forKey: user) {
                    throw SettingError("\(path): client.\(name) and client.\(other) have one uid")
                }
            }
            list.add(client)
        }
    }

    private static func takeGateway(
        _ value: any TOMLValueConvertible, into list: inout AccessList, _ place: String
    ) throws {
        guard let table = value.table, table.keys.allSatisfy({ $0 == "names" }) else {
            throw SettingError("\(place): write fastagi = { names = true } or false")
        }
        guard let names = table["names"] else { return }
        guard let isShown = names.bool else {
            throw SettingError("\(place): names must be true or false")
        }
        list.gatewaySeesNames = isShown
    }

    private static func mode(of path: String) throws -> mode_t {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw SettingError("\(path): the file cannot be looked at")
        }
        return status.st_mode
    }
}

/// What is said about whoever has not signed in.
private struct LocalEntry {
    private var loopback: Role?
    private var users: [UInt32: Role]?

    init(_ value: any TOMLValueConvertible, _ place: String) throws {
        guard let table = value.table else {
            throw SettingError(
                "\(place): write local = { tcp = \"diagnostic\", unix = { root = \"admin\" } }")
        }
        loopback = .diagnostic
        for key in table.keys {
            guard let value = table[key] else { continue }
            switch key {
            case "tcp":
                let word = value.string ?? ""
                loopback = word == "none" ? nil : try Self.role(word, "\(place): tcp", orNone: true)
            case "unix":
                guard let names = value.table else {
                    throw SettingError("\(place): write unix = { root = \"admin\" }")
                }
                users = [:]
                for name in names.keys {
                    let role = try Self.role(
                        names[name]?.string ?? "", "\(place): unix.\(name)", orNone: false)
                    users?[try SystemUser.number(of: name, "\(place): unix")] = role
                }
            default: throw SettingError("\(place): unknown \(key); known: tcp, unix")
            }
        }
    }

    func apply(to list: inout AccessList) {
        list.loopback = loopback
        if let users { list.users = users }
    }

    /// Who signs in by nothing can be no agent of anybody's, and no gateway.
    private static func role(_ word: String, _ place: String, orNone: Bool) throws -> Role {
        let known = [Role.telephony, .supervisor, .diagnostic, .admin]
        guard let role = known.first(where: { $0.rawValue == word }) else {
            let words = (orNone ? ["none"] : []) + known.map(\.rawValue)
            throw SettingError(
                "\(place) must be one of \(words.joined(separator: ", ")), in quotes")
        }
        return role
    }
}

/// Users of this machine.
enum SystemUser {
    /// The number of a user who is called so; wraps `getpwnam(3)`.
    static func number(of name: String, _ place: String) throws -> UInt32 {
        if let number = UInt32(name) { return number }
        guard let entry = unsafe getpwnam(name) else {
            throw SettingError("\(place): this machine has no user \(name)")
        }
        return unsafe entry.pointee.pw_uid
    }
}
