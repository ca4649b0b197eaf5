import { engineSuite, oracleLayer } from "@touchpoint/testing"

engineSuite("oracle", oracleLayer)
