// Package jsii declares what Go code uses of jsii's runtime, so that bindings and apps can be compiled where the Go module of
// the runtime cannot be had. It runs nothing.
package jsii

// String points to a string.
func String(value string) *string { return &value }

// Strings points to strings.
func Strings(values ...string) *[]*string {
	pointers := make([]*string, len(values))
	for i := range values {
		pointers[i] = &values[i]
	}
	return &pointers
}

// Number points to a number.
func Number[T ~int | ~int64 | ~float64](value T) *float64 {
	number := float64(value)
	return &number
}

// Bool points to a boolean.
func Bool(value bool) *bool { return &value }

// Close ends the runtime.
func Close() {}
