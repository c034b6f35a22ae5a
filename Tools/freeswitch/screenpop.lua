-- Who calls? Sets screenpop_* variables and the caller's name, and never holds a call up.
--
-- In the dialplan, before the bridge or the queue:
--   <action application="lua" data="screenpop.lua"/>
-- It needs LuaSocket (Debian: lua-socket). Without a session (lua screenpop.lua NUMBER [PORT])
-- it prints what it would set, which is how it is tested.

local socket = require("socket")

local address, port, seconds = "127.0.0.1", 7373, 0.5

-- One request, one line back; nil when the daemon is not there or too slow.
local function ask(request)
    local client = socket.tcp()
    client:settimeout(seconds)
    client:settimeout(seconds, "t")
    if not client:connect(address, port) then return nil end
    client:send(request:gsub("%c", " ") .. "\r\n")
    local reply = client:receive("*l")
    client:close()
    return reply
end

-- The fields of a reply, one after the other as Protocol/README.md has them: what stands in
-- quotation marks is text, whatever it looks like.
local function fields(reply)
    local found, place = {}, 4
    while place <= #reply do
        local key, start = reply:match("^ +([%w_]+)=()", place)
        if key and reply:sub(start, start) == '"' then
            local text = {}
            place = start + 1
            while place <= #reply and reply:sub(place, place) ~= '"' do
                if reply:sub(place, place) == "\\" then place = place + 1 end
                text[#text + 1] = reply:sub(place, place)
                place = place + 1
            end
            found[key] = table.concat(text)
            place = place + 1
        elseif key then
            found[key], place = reply:match("^([^ ]*)()", start)
        else
            place = reply:match("^ *[^ ]*()", place) -- The number, which has no key.
        end
    end
    return found
end

-- The same words as the dialplan of Asterisk has.
local function status(reply, found)
    local code = reply and reply:sub(1, 3)
    if not code then return "" end
    if code == "200" then return found.account and "FOUND" or "SHARED" end
    local words = { ["404"] = "UNKNOWN", ["410"] = "WITHHELD", ["411"] = "UNKNOWN",
        ["412"] = "UNKNOWN", ["420"] = "BUSY" }
    return words[code] or "ERROR"
end

local function set(name, value)
    if session then session:setVariable(name, value) else print(name .. "=" .. value) end
end

local number = session and session:getVariable("caller_id_number") or (arg and arg[1]) or ""
if arg and arg[2] then port = tonumber(arg[2]) end

-- RING instead of LOOKUP would also pop the agent's screen:
--   ask("RING " .. session:getVariable("uuid") .. " " .. number .. " 1001")
local reply = ask("LOOKUP " .. number)
local found = reply and fields(reply) or {}
set("screenpop_code", reply and reply:sub(1, 3) or "none")
set("screenpop_status", status(reply, found))
for _, key in ipairs({ "account", "value", "complaints", "referrals", "interruptions" }) do
    set("screenpop_" .. key, found[key] or "-")
end
if found.name and found.name ~= "" then
    -- FreeSWITCH expands ${...} in what it is given.
    set("effective_caller_id_name", (found.name:gsub("%$", "")))
end
