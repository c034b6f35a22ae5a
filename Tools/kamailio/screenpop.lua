-- Who calls? Asks screenpopd and puts its reply into $var(screenpop): one line, or nothing.
--
-- A worker of Kamailio waits half a second at most.

local socket = require("socket")

local address, port, seconds = "127.0.0.1", 7373, 0.5

function screenpop(caller, otherPort)
    local reply = ""
    local client = socket.tcp()
    client:settimeout(seconds)
    client:settimeout(seconds, "t")
    if client:connect(address, tonumber(otherPort) or port) then
        client:send("LOOKUP " .. caller:gsub("%c", " ") .. "\r\n")
        reply = client:receive("*l") or ""
    end
    client:close()
    KSR.pv.sets("$var(screenpop)", reply)
end
